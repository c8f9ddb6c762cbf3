package org.pennypost.search;

import java.util.Locale;
import java.util.Optional;

/** Where in a message a word stands, for the loose search. Other header fields hold what programs write. */
enum WordField {
    BODY('b', "", 0.5),
    SUBJECT('s', "subject", 1),
    FROM('f', "from", 0.9),
    TO('t', "to", 0.8),
    CC('c', "cc", 0.7),
    BCC('d', "bcc", 0.7),
    /** The names of attached files. */
    FILE('n', "content-disposition", 0.7),
    LIST('l', "list-id", 0.7);

    private final char letter;
    private final String header;
    private final double weight;

    WordField(char letter, String header, double weight) {
        this.letter = letter;
        this.header = header;
        this.weight = weight;
    }

    /** What the terms of its words begin with. */
    char letter() {
        return letter;
    }

    /** What a word in it counts where all fields are searched: 1 at most. */
    double weight() {
        return weight;
    }

    /** That of a header field's name. */
    static Optional<WordField> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (WordField each : values()) {
            if (each != BODY && each.header.equals(lower)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** That of a term. */
    static WordField of(char letter) {
        for (WordField each : values()) {
            if (each.letter == letter) {
                return each;
            }
        }
        throw new IllegalArgumentException("no words begin with " + letter);
    }
}
