package org.pennypost.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can be read from their beginning as often as needed: a message is measured first, and written then. */
@FunctionalInterface
public interface Content {
    /**
     * Opens the bytes at their beginning. The caller closes the stream.
     *
     * @throws IOException when they cannot be read
     */
    InputStream open() throws IOException;

    /** Returns content held in memory. */
    static Content of(byte[] bytes) {
        byte[] own = bytes.clone();
        return () -> new ByteArrayInputStream(own);
    }

    /** Returns a text as UTF-8. */
    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the bytes of a file, which must not change while they are needed. */
    static Content of(Path file) {
        return () -> Files.newInputStream(file);
    }
}
