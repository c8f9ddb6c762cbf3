package org.pennypost.testkit;

import java.nio.charset.StandardCharsets;

/** What one side says in one line of a transcript. */
sealed interface Saying {

    /** A line of text with holes; CRLF follows. */
    record Text(Template template) implements Saying {}

    /** Exact bytes, one a character (ISO 8859-1). */
    record Raw(String latin) implements Saying {

        static Raw of(byte[] bytes) {
            return new Raw(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        byte[] bytes() {
            return latin.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** A message from a file, dot-stuffed and ended by {@code .} as in RFC 5321 §4.5.2 and RFC 1939 §3. */
    record Message(String file, String latin) implements Saying {

        /** Dot-stuffed, with the dot that ends it. */
        byte[] bytes() {
            return latin.getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
