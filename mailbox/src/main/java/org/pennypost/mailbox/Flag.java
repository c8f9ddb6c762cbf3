package org.pennypost.mailbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A system flag or a keyword (RFC 9051 §2.3.2). Equal without regard to the case of ASCII letters; a keyword keeps the spelling
 * in which its mailbox saw it first.
 */
public final class Flag {
    public static final Flag SEEN = new Flag("\\Seen");
    public static final Flag ANSWERED = new Flag("\\Answered");
    public static final Flag FLAGGED = new Flag("\\Flagged");
    public static final Flag DELETED = new Flag("\\Deleted");
    public static final Flag DRAFT = new Flag("\\Draft");

    /** The system flags that can be stored, in the order of their bits. {@code \Recent} is a session's, not a message's. */
    static final List<Flag> SYSTEM = List.of(SEEN, ANSWERED, FLAGGED, DELETED, DRAFT);

    /** The longest keyword in octets. */
    public static final int KEYWORD_OCTETS_MAX = 100;

    private static final String ATOM_SPECIALS = "(){%*\"\\]";

    private final String name;
    private final String folded;

    private Flag(String name) {
        this.name = name;
        this.folded = name.toLowerCase(Locale.ROOT);
    }

    /**
     * The flag of this name: one of the five system flags, or a keyword (an atom, RFC 9051 §9 {@code flag-keyword}); empty if it
     * is neither.
     */
    public static Optional<Flag> parse(String name) {
        Flag flag = new Flag(name);
        if (name.startsWith("\\")) {
            return SYSTEM.stream().filter(flag::equals).findFirst();
        }
        boolean atom = !name.isEmpty()
                && name.length() <= KEYWORD_OCTETS_MAX
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && ATOM_SPECIALS.indexOf(c) < 0);
        return atom ? Optional.of(flag) : Optional.empty();
    }

    /**
     * As {@link #parse}, for names known to be right.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Flag of(String name) {
        return parse(name).orElseThrow(() -> new IllegalArgumentException("not a flag: " + name));
    }

    /** As it is spelled on the wire, system flags with their backslash. */
    public String name() {
        return name;
    }

    public boolean isKeyword() {
        return name.charAt(0) != '\\';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flag flag && folded.equals(flag.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
