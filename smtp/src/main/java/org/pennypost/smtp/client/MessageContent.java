package org.pennypost.smtp.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of a message, which can be read more than once. */
@FunctionalInterface
public interface MessageContent {
    /** @return the bytes from the beginning; the caller closes it */
    InputStream open() throws IOException;

    /** @return the same message in ASCII alone, header and body, for servers that take nothing else; absent where nobody can give it (RFC 6152 §3 leaves converting to us) */
    default Optional<MessageContent> sevenBit() throws IOException {
        return Optional.empty();
    }

    /** @return this content, with another that says the same in ASCII alone */
    default MessageContent orSevenBit(MessageContent converted) {
        MessageContent original = this;
        return new MessageContent() {
            @Override
            public InputStream open() throws IOException {
                return original.open();
            }

            @Override
            public Optional<MessageContent> sevenBit() {
                return Optional.of(converted);
            }
        };
    }

    /** @return the content of {@code bytes}, which must not change any more */
    static MessageContent of(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    /** @return the content of a file, which must not change while it is sent */
    static MessageContent of(Path file) {
        return () -> Files.newInputStream(file);
    }
}
