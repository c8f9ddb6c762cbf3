package org.pennypost.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's own files, for tests that look at them. */
public final class Repository {
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
}
