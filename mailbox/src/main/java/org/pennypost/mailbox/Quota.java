package org.pennypost.mailbox;

/**
 * The most that an account may hold (RFC 9208 §5: STORAGE and MESSAGE). Messages in the history do not count.
 *
 * @param octets the sum of the messages' sizes
 * @param messages their number
 */
public record Quota(long octets, long messages) {
    /** No limit. */
    public static final Quota UNLIMITED = new Quota(Long.MAX_VALUE, Long.MAX_VALUE);

    public Quota {
        if (octets < 0 || messages < 0) {
            throw new IllegalArgumentException("a quota is not negative: " + octets + " octets, " + messages);
        }
    }

    /** Whether something of this size still fits. */
    boolean admits(Usage usage, long moreOctets, long moreMessages) {
        return moreOctets <= octets - usage.octets() && moreMessages <= messages - usage.messages();
    }
}
