package org.pennypost.mailbox;

import java.time.Duration;

/**
 * How much an account may have, and how much is kept of what is no longer there.
 *
 * @param changesKept how many changes back a client can ask what happened (QRESYNC, JMAP); at least 1
 * @param historyKept how long an expunged message can be restored
 * @param mailboxesMax how many mailboxes an account may have, and how many names it may subscribe to; at least 1
 * @param viewBytesMax how much memory the views of all mailboxes may take together while nobody uses them
 */
public record Settings(int changesKept, Duration historyKept, int mailboxesMax, long viewBytesMax) {
    /** 100,000 changes, seven days, 200,000 mailboxes, 64 MB. */
    public static final Settings DEFAULT = new Settings(100_000, Duration.ofDays(7), 200_000, 64_000_000);

    public Settings {
        if (changesKept < 1 || historyKept.isNegative() || mailboxesMax < 1 || viewBytesMax < 0) {
            throw new IllegalArgumentException(
                    "not settings: " + changesKept + ", " + historyKept + ", " + mailboxesMax + ", " + viewBytesMax);
        }
    }

    /** The same with another limit of mailboxes. */
    public Settings withMailboxesMax(int most) {
        return new Settings(changesKept, historyKept, most, viewBytesMax);
    }
}
