package org.pennypost.cli.rehearsal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Brings the classes of a jar into a form that the JVM keeps in its cache. It keeps none of before Java 6 (class files of version 49 and
 * less, JVMS §4.1), which have no stack maps, and verifies those at each start in an old and slow way. The instructions stay what they
 * are; the jar says that it was changed.
 */
final class OldClasses {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    /** Behind the magic number and the minor version (JVMS §4.1). */
    private static final int MAJOR_VERSION_AT = 6;

    /** The first whose verifier has no other way than by stack maps. */
    private static final int NEW_VERSION = ClassFile.JAVA_8_VERSION;

    private static final String NOTE = "META-INF/CHANGED-BY-PENNYPOST.txt";
    private static final String NOTE_TEXT =
            "Pennypost's packaging gave the classes of this jar stack maps and the class file version " + NEW_VERSION
                    + ", so that\nthe JVM can keep them in its cache. Their instructions are those of the authors.\n";

    private OldClasses() {}

    /**
     * Changes the jar in place, if it has such classes and no signature.
     *
     * @return whether it was changed
     */
    static boolean renew(Path jar) throws IOException {
        Path renewed = jar.resolveSibling(jar.getFileName() + ".renewed");
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> entries = file.stream().toList();
            if (signed(entries) || !old(file, entries)) {
                return false;
            }
            renew(jar, file, entries, renewed);
            Files.move(renewed, jar, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } finally {
            Files.deleteIfExists(renewed);
        }
    }

    private static boolean signed(List<JarEntry> entries) {
        return entries.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"));
    }

    private static boolean old(JarFile file, List<JarEntry> entries) throws IOException {
        for (JarEntry entry : entries) {
            if (isClass(entry)) {
                try (DataInputStream in = new DataInputStream(file.getInputStream(entry))) {
                    in.skipNBytes(MAJOR_VERSION_AT);
                    if (in.readUnsignedShort() < FIRST_WITH_STACK_MAPS) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static void renew(Path jar, JarFile file, List<JarEntry> entries, Path to) throws IOException {
        try (URLClassLoader siblings = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(to))) {
            ClassFile classes = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(siblings)
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (JarEntry entry : entries) {
                byte[] bytes = read(file, entry);
                write(out, entry.getName(), isClass(entry) ? renewed(classes, bytes) : bytes, entry.getTime());
            }
            write(
                    out,
                    NOTE,
                    NOTE_TEXT.getBytes(StandardCharsets.US_ASCII),
                    entries.getFirst().getTime());
        }
    }

    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(".class");
    }

    private static byte[] renewed(ClassFile classes, byte[] bytes) {
        ClassModel model = classes.parse(bytes);
        if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
            return bytes;
        }
        // Bodies of methods are built anew, though with the same elements: what is merely copied gets no stack maps.
        ClassTransform same = ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
        return classes.transformClass(
                model, same.andThen(ClassTransform.endHandler(builder -> builder.withVersion(NEW_VERSION, 0))));
    }

    private static byte[] read(JarFile file, JarEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static void write(JarOutputStream out, String name, byte[] bytes, long time) throws IOException {
        JarEntry entry = new JarEntry(name);
        // The same jar gives the same octets.
        entry.setTime(time);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
