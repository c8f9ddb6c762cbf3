package org.pennypost.smtp.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a message, which can be read more than once. */
@FunctionalInterface
public interface MessageContent {
    /** @return the bytes from the beginning; the caller closes it */
    InputStream open() throws IOException;

    /** @return the content of {@code bytes}, which must not change any more */
    static MessageContent of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    /** @return the content of a file, which must not change while it is sent */
    static MessageContent of(Path file) {
        return () -> Files.newInputStream(file);
    }
}
