package org.pennypost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.testkit.Repository;

/** {@code ./pennypost} in an unpacked distribution, with a JVM that only tells how it was called. */
final class LauncherTest {
    private static final String CACHE = "-XX:AOTCache=";

    @TempDir
    private Path dist;

    private Path lib;

    @BeforeEach
    void distribution() throws IOException {
        lib = Files.createDirectories(dist.resolve("lib"));
        Files.createDirectories(dist.resolve("scripts"));
        for (String script : new String[] {"pennypost", "scripts/jdk.sh", "scripts/jvm.sh"}) {
            Files.copy(Repository.top().resolve(script), dist.resolve(script));
        }
        Path jdk = Files.createDirectories(dist.resolve("jdk/bin"));
        program(jdk.resolve("javac"), "exit 0");
        program(jdk.resolve("java"), "printf '%s\\n' \"$@\"");
        Files.writeString(dist.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        Files.writeString(lib.resolve("a library.jar"), "12345");
        Files.writeString(lib.resolve("pennypost-cli.jar"), "123");
        Files.writeString(lib.resolve("pennypost.aot"), "classes");
        run("sh", "-c", ". scripts/jvm.sh; jvm_jars lib >lib/pennypost.aot.jars");
    }

    @Test
    void aCacheThatWasMadeOfTheJarsIsUsed() throws Exception {
        assertThat(pennypost()).contains(CACHE + lib + "/pennypost.aot", "org.pennypost.cli.Pennypost");
    }

    @Test
    void aCacheIsLeftOutWhenAJarHasChanged() throws Exception {
        Files.writeString(lib.resolve("pennypost-cli.jar"), "1234");
        assertThat(pennypost()).doesNotContain(CACHE).contains("org.pennypost.cli.Pennypost");
    }

    @Test
    void aCacheIsLeftOutWhenAJarHasComeOrGone() throws Exception {
        Path more = Files.writeString(lib.resolve("more.jar"), "1");
        assertThat(pennypost()).doesNotContain(CACHE);
        Files.delete(more);
        assertThat(pennypost()).contains(CACHE);
        Files.delete(lib.resolve("a library.jar"));
        assertThat(pennypost()).doesNotContain(CACHE);
    }

    @Test
    void aCacheOfWhichNobodyKnowsTheJarsIsLeftOut() throws Exception {
        Files.delete(lib.resolve("pennypost.aot.jars"));
        assertThat(pennypost()).doesNotContain(CACHE).contains("org.pennypost.cli.Pennypost");
    }

    private String pennypost() throws IOException {
        return run("./pennypost", "serve");
    }

    private String run(String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dist.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", dist.resolve("jdk").toString());
        try (InputStream output = builder.start().getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
