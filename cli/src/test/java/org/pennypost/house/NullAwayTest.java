package org.pennypost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.testkit.Repository;

/** The compiler refuses what it should refuse, with the very arguments of the parent POM: a check that is switched off unnoticed fails here. */
class NullAwayTest {

    @Test
    void mistakesDoNotCompile(@TempDir Path folder) throws Exception {
        assertThat(compile(folder, "String name() { return null; } boolean same(String a) { return a.equals(a); }"))
                .contains("[NullAway]", "[SelfEquals]");
    }

    @Test
    void whatIsInOrderCompiles(@TempDir Path folder) throws Exception {
        assertThat(compile(folder, "String name() { return \"\"; }")).isEmpty();
    }

    /** What the compiler prints about a class with this method. */
    private static String compile(Path folder, String method) throws IOException, InterruptedException {
        Path source = folder.resolve("Sample.java");
        Files.writeString(
                source, "package sample; @org.jspecify.annotations.NullMarked class Sample { " + method + " }");
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        command.addAll(arguments());
        command.addAll(
                List.of("-d", folder.toString(), "-cp", classPath, "-processorpath", classPath, source.toString()));
        Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(javac.waitFor() == 0)
                .as("javac's exit code says the same as its output: %s", output)
                .isEqualTo(output.isEmpty());
        return output;
    }

    private static List<String> arguments() throws IOException {
        String pom = Files.readString(Repository.top().resolve("pom.xml"));
        List<String> arguments = Pattern.compile("<arg>([^<]+)</arg>")
                .matcher(pom)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(arguments)
                .anyMatch(argument -> argument.contains("NullAway:ERROR"))
                .contains("-Werror");
        return arguments;
    }
}
