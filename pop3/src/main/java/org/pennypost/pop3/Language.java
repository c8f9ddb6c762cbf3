package org.pennypost.pop3;

import java.util.Locale;
import java.util.Optional;

/** The languages in which answers are written (RFC 6856 §3). */
public enum Language {
    /** Until the client asks for another one, and what {@code *} means here. */
    ENGLISH("en", "English"),
    GERMAN("de", "Deutsch");

    private static final int TAG_CHARACTERS_MAX = 35;

    private final String tag;
    private final String description;

    Language(String tag, String description) {
        this.tag = tag;
        this.description = description;
    }

    /** The language tag (RFC 5646). */
    public String tag() {
        return tag;
    }

    /** What the language calls itself. */
    public String description() {
        return description;
    }

    /**
     * The language that a basic language range means: the one of that tag, or of the range without its last words (RFC 4647 §3.4), so that
     * {@code de-AT} gets German. {@code *} means the one that this server prefers.
     */
    public static Optional<Language> matching(String range) {
        if (range.equals("*")) {
            return Optional.of(ENGLISH);
        }
        if (range.length() > TAG_CHARACTERS_MAX || !range.matches("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")) {
            return Optional.empty();
        }
        String rest = range.toLowerCase(Locale.ROOT);
        while (true) {
            for (Language language : values()) {
                if (language.tag.equals(rest)) {
                    return Optional.of(language);
                }
            }
            int dash = rest.lastIndexOf('-');
            if (dash < 0) {
                return Optional.empty();
            }
            rest = rest.substring(0, dash);
        }
    }
}
