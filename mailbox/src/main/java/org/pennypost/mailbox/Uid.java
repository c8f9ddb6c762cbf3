package org.pennypost.mailbox;

/**
 * A message's unique identifier in its mailbox: grows with every message that arrives there, never given out twice (RFC 9051
 * §2.3.1.1).
 *
 * @param number 1 to 2^32 - 1
 */
public record Uid(long number) implements Comparable<Uid> {
    /** The highest there can be. */
    public static final long MAX = 0xffff_ffffL;

    public Uid {
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException("not a UID: " + number);
        }
    }

    @Override
    public int compareTo(Uid other) {
        return Long.compare(number, other.number);
    }
}
