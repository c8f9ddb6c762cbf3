package org.pennypost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Repository;

/** The JVM says nothing about an option that names a method which is not there, or not any more. */
final class JvmOptionsTest {
    private static final Pattern KEPT_APART = Pattern.compile("CompileCommand=dontinline,([\\w.]+)::(\\w+)");

    @Test
    void everyMethodThatIsKeptApartIsThere() throws IOException {
        Matcher options = KEPT_APART.matcher(Files.readString(Repository.top().resolve("scripts/jvm.sh")));
        int found = 0;
        while (options.find()) {
            found++;
            String path = "/src/main/java/" + options.group(1).replace('.', '/') + ".java";
            Pattern method = Pattern.compile("(?m)^    [\\w.<>\\[\\] ]+ " + options.group(2) + "\\(");
            assertThat(Source.all())
                    .anyMatch(source -> source.path().endsWith(path)
                            && method.matcher(source.text()).find());
        }
        assertThat(found).isPositive();
    }
}
