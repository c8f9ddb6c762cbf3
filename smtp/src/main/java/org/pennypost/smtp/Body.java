package org.pennypost.smtp;

import java.util.Locale;
import java.util.Optional;

/** What the sender declares its message to be made of: {@code body-value} of RFC 6152 §2 and RFC 3030 §3. */
public enum Body {
    /** Lines of ASCII; what is meant where nothing is declared. */
    SEVEN_BIT("7BIT"),
    /** MIME content in which octets above 127 may stand. */
    EIGHT_BIT_MIME("8BITMIME"),
    /** MIME content in which any octets may stand, in any lines or none (RFC 3030 §3). */
    BINARY_MIME("BINARYMIME");

    private final String keyword;

    Body(String keyword) {
        this.keyword = keyword;
    }

    /** @return the word as sent: {@code BODY=<keyword>} */
    public String keyword() {
        return keyword;
    }

    /** @return the value that {@code word} names in any case */
    public static Optional<Body> of(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        for (Body body : values()) {
            if (body.keyword.equals(upper)) {
                return Optional.of(body);
            }
        }
        return Optional.empty();
    }
}
