package org.pennypost.mailbox;

/**
 * A mailbox of an account: the same through renames, never given out twice in the account. The MAILBOXID of RFC 8474 §4.
 *
 * @param number 1 to 2^32 - 1
 */
public record MailboxId(long number) implements Comparable<MailboxId> {
    /** The INBOX of every account. */
    public static final MailboxId INBOX = new MailboxId(1);

    public MailboxId {
        if (number < 1 || number > 0xffff_ffffL) {
            throw new IllegalArgumentException("not a mailbox number: " + number);
        }
    }

    @Override
    public int compareTo(MailboxId other) {
        return Long.compare(number, other.number);
    }
}
