package org.pennypost.mime;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * A message identifier, {@code msg-id} of RFC 5322 §3.6.4, without its angle brackets.
 *
 * @param left what is before the {@code @}, a dot-atom
 * @param right what is after it, a dot-atom or a domain literal
 */
public record MessageId(String left, String right) {
    private static final int CHARACTERS_MAX = 900;

    /** @throws IllegalArgumentException when a side is not what RFC 5322 §3.6.4 allows */
    public MessageId {
        if (!Ascii.isDotAtom(left, false)
                || !(Ascii.isDotAtom(right, false) || isLiteral(right))
                || left.length() + right.length() > CHARACTERS_MAX) {
            throw new IllegalArgumentException("not a message identifier: " + BadField.show(left + "@" + right));
        }
    }

    /**
     * Makes a new one.
     *
     * @param random gives 80 bits of it
     * @param now the time, which makes identifiers sort in the order of their making
     * @param domain the right side: the sender's domain; where it is not ASCII its A-label form
     */
    public static MessageId create(RandomGenerator random, Instant now, String domain) {
        String left = Long.toString(now.toEpochMilli(), Character.MAX_RADIX) + "." + Randomness.letters(random, 80);
        return new MessageId(left, domain);
    }

    /** Returns the form of a header field: with angle brackets. */
    @Override
    public String toString() {
        return "<" + left + "@" + right + ">";
    }

    private static boolean isLiteral(String text) {
        return text.length() > 2
                && text.startsWith("[")
                && text.endsWith("]")
                && text.substring(1, text.length() - 1)
                        .chars()
                        .allMatch(c -> c > ' ' && c < 0x7F && "[]\\".indexOf(c) < 0);
    }
}
