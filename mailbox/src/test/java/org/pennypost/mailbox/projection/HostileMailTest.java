package org.pennypost.mailbox.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mime.MediaType;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.HostileMail;

/**
 * No message breaks the server: each {@link HostileMail} gets its projection in a process with 64 MB of heap. The work is counted, not timed: what is read is at
 * most some times the message, and twice the message takes twice of what half of it takes. {@code src/test/hostile-mail.tsv} has what must come out;
 * {@code -Dhostile.update=true} writes it, to be read before it is believed.
 */
final class HostileMailTest {
    private static final Path EXPECTED = Path.of("src/test/hostile-mail.tsv");
    private static final int MINUTES_MAX = 10;
    /** What is allocated whatever the message is, and for what is found in it once. */
    private static final long CONSTANT_OCTETS = 24L << 20;

    @TempDir
    Path folder;

    @Test
    void littleMemoryAndWorkAreEnoughForEach() throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        HostileMailProgram.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        process.destroyForcibly();
        String output = Files.readString(printed);
        assertThat(ended).as("it does not end:%n%s", output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();

        Map<String, String> outcomes = new TreeMap<>();
        for (String line : output.lines().toList()) {
            String[] cells = line.split("\t", 7);
            long octets = Long.parseLong(cells[1]);
            assertThat(Long.parseLong(cells[2])).as("octets read: " + line).isLessThan(5 * octets + (1 << 20));
            assertThat(Long.parseLong(cells[4]))
                    .as("octets allocated: " + line)
                    .isLessThan(5 * Long.parseLong(cells[3]) / 2 + CONSTANT_OCTETS);
            outcomes.put(cells[0], cells[6]);
        }
        assertThat(outcomes).hasSameSizeAs(HostileMail.ALL);
        if (Boolean.getBoolean("hostile.update")) {
            StringBuilder lines = new StringBuilder();
            outcomes.forEach((name, outcome) ->
                    lines.append(name).append('\t').append(outcome).append('\n'));
            Files.writeString(EXPECTED, lines, StandardCharsets.UTF_8);
        }
        assertThat(outcomes).isEqualTo(expected());
    }

    private static Map<String, String> expected() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(EXPECTED)) {
            int tab = line.indexOf('\t');
            expected.put(line.substring(0, tab), line.substring(tab + 1));
        }
        return expected;
    }

    /** Tests may run on a class path or on a module path: what the program needs is where its classes came from. */
    private static String classPath() {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> needed : List.of(
                HostileMailProgram.class,
                AccountId.class,
                MediaType.class,
                StoreException.class,
                Jsoup.class,
                HostileMail.class,
                Nullable.class)) {
            CodeSource source = needed.getProtectionDomain().getCodeSource();
            places.add(Path.of(URI.create(source.getLocation().toString())).toString());
        }
        places.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
        return String.join(File.pathSeparator, places);
    }
}
