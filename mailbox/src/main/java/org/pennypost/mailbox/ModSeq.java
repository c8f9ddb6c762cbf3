package org.pennypost.mailbox;

/**
 * A value of an account's change counter: the mod-sequence of RFC 7162 §3.1, the state of RFC 8620 §5.2 and the position in the
 * change log.
 *
 * @param number 0 (before the first change) to 2^63 - 1
 */
public record ModSeq(long number) implements Comparable<ModSeq> {
    /** Before the first change. */
    public static final ModSeq ZERO = new ModSeq(0);

    public ModSeq {
        if (number < 0) {
            throw new IllegalArgumentException("a mod-sequence is not negative: " + number);
        }
    }

    @Override
    public int compareTo(ModSeq other) {
        return Long.compare(number, other.number);
    }
}
