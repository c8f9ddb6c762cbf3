package org.pennypost.cli.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OldClassesTest {
    @TempDir
    private Path folder;

    @Test
    void everyClassOfPicocliIsOfAFormThatTheJvmKeepsAndVerifiesIt() throws Exception {
        Path jar = copyOf(CommandLine.class);
        List<String> before = names(jar);
        assertThat(versions(jar)).anyMatch(version -> version < ClassFile.JAVA_6_VERSION);

        assertThat(OldClasses.renew(jar)).isTrue();

        assertThat(versions(jar)).allMatch(version -> version >= ClassFile.JAVA_6_VERSION);
        assertThat(names(jar)).containsAll(before).hasSize(before.size() + 1);
        try (URLClassLoader alone =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (String name : before) {
                if (name.endsWith(".class") && !name.contains("module-info") && !name.contains("groovy")) {
                    // Loads and verifies it.
                    Class.forName(name.replace('/', '.').replaceFirst("\\.class$", ""), true, alone);
                }
            }
        }
        assertThat(OldClasses.renew(jar)).isFalse();
    }

    @Test
    void aJarOfNewClassesStaysAsItIs() throws Exception {
        Path jar = copyOf(Test.class);
        byte[] before = Files.readAllBytes(jar);

        assertThat(OldClasses.renew(jar)).isFalse();

        assertThat(jar).hasBinaryContent(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(jar);
        }
    }

    private Path copyOf(Class<?> type) throws Exception {
        URI origin = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Files.copy(Path.of(origin), folder.resolve("library.jar"));
    }

    private static List<String> names(Path jar) throws Exception {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }

    private static List<Integer> versions(Path jar) throws Exception {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .map(entry -> version(file, entry))
                    .toList();
        }
    }

    private static int version(JarFile file, JarEntry entry) {
        try (var in = file.getInputStream(entry)) {
            return ClassFile.of().parse(in.readAllBytes()).majorVersion();
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
