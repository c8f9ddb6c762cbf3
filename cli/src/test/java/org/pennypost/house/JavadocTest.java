package org.pennypost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.names.Idna;

/** Whoever uses {@code mime} as a library finds each public type and member described, in Javadoc that is well formed: the compiler's doclint reads it. */
final class JavadocTest {
    private static final Path TOP = Path.of("..");

    /** Sentences say what is returned and what arguments are: a tag for each is not asked for, nor a sentence where tags say all. */
    private static final List<String> NOT_ASKED_FOR =
            List.of(": no @", ": no main description", ": use of default constructor");

    @TempDir
    Path folder;

    @Test
    void everyPublicMemberOfMimeIsDescribed() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(TOP.resolve("mime/src/main/java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                    .toList();
        }
        assertThat(sources).hasSizeGreaterThan(80);
        assertThat(faults(sources)).isEmpty();
    }

    @Test
    void whatIsNotDescribedIsFound() throws IOException {
        Path source = Files.writeString(folder.resolve("Bare.java"), """
                /** A type. */
                public final class Bare {
                    private Bare() {}

                    public static int silent() {
                        return 1;
                    }

                    /** Returns {@link Nothing}. */
                    public static int wrong() {
                        return 2;
                    }

                    int internal;
                }
                """);
        assertThat(faults(List.of(source)))
                .hasSize(2)
                .anyMatch(fault -> fault.startsWith("Bare.java:5"))
                .anyMatch(fault -> fault.startsWith("Bare.java:9"));
    }

    private List<String> faults(List<Path> sources) {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-XDrawDiagnostics",
                "-Xdoclint:all/public",
                "-Xmaxwarns",
                "1000",
                "-Xmaxerrs",
                "1000",
                "-d",
                folder.toString(),
                "-cp",
                place(Nullable.class) + File.pathSeparator + place(Idna.class)));
        sources.forEach(source -> arguments.add(source.toString()));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        // Bare.java:5:23: compiler.warn.proc.messager: no comment
        return said.toString().lines().filter(JavadocTest::isFault).toList();
    }

    /** Where the classes are that {@code mime} is compiled with. */
    private static Path place(Class<?> one) {
        return Path.of(URI.create(
                one.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static boolean isFault(String line) {
        return line.contains(": compiler.") && NOT_ASKED_FOR.stream().noneMatch(line::contains);
    }
}
