package org.pennypost.mailbox;

import java.time.Duration;

/**
 * How much is kept of what is no longer there.
 *
 * @param changesKept how many changes back a client can ask what happened (QRESYNC, JMAP); at least 1
 * @param historyKept how long an expunged message can be restored
 * @param viewBytesMax how much memory the views of all mailboxes may take together while nobody uses them
 */
public record Settings(int changesKept, Duration historyKept, long viewBytesMax) {
    /** 100,000 changes, seven days, 64 MB. */
    public static final Settings DEFAULT = new Settings(100_000, Duration.ofDays(7), 64_000_000);

    public Settings {
        if (changesKept < 1 || historyKept.isNegative() || viewBytesMax < 0) {
            throw new IllegalArgumentException(
                    "not settings: " + changesKept + ", " + historyKept + ", " + viewBytesMax);
        }
    }
}
