package org.pennypost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The project's own files, for tests that look at them. */
public final class Repository {
    private static final Set<String> FOREIGN_FOLDERS =
            Set.of(".git", ".idea", ".vscode", "target", "node_modules", "pennypost-data");

    private Repository() {}

    /** The top folder, from whatever module a test runs in. */
    public static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("pennypost")) || !Files.exists(folder.resolve("testkit"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("this test runs outside the project");
            }
        }
        return folder;
    }

    /** Every file of the project in order of path, without what builds and editors leave there. */
    public static List<Path> files() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(top(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean foreign = FOREIGN_FOLDERS.contains(String.valueOf(folder.getFileName()));
                    return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !file.endsWith(".git")) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(Comparator.naturalOrder());
        return List.copyOf(found);
    }
}
