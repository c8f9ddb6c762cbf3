package org.pennypost.mailbox.thread;

/**
 * What threading needs to know of a message. Subjects and identifiers are only ever compared, so they are {@link ThreadKey}s.
 *
 * @param key what the caller calls it: a sequence number, a UID, an index; at least 0
 * @param sentSeconds the sent date of RFC 5256 §2.2 in seconds since 1970: of the Date field, or else of arrival
 * @param subject of {@link BaseSubject#key}; {@link ThreadKey#NONE} for an empty one
 * @param reply {@link BaseSubject#reply}
 * @param messageId of the identifier that {@link org.pennypost.mime.MessageIds} makes of it; {@link ThreadKey#NONE} without one
 * @param references of those that {@link org.pennypost.mime.MessageIds#thread} chooses, the oldest first; not changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // a mailbox has 100,000 of these, with ten references each
public record ThreadMessage(
        long key, long sentSeconds, long subject, boolean reply, long messageId, long[] references) {
    private static final long[] NO_REFERENCES = {};

    /** What {@link OrderedSubject} needs to know of a message. */
    public static ThreadMessage ofSubject(long key, long sentSeconds, long subject) {
        return new ThreadMessage(key, sentSeconds, subject, false, ThreadKey.NONE, NO_REFERENCES);
    }

    public ThreadMessage {
        if (key < 0) {
            throw new IllegalArgumentException("a key below 0: " + key);
        }
    }
}
