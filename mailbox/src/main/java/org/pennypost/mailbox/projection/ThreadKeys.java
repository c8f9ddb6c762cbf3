package org.pennypost.mailbox.projection;

import org.pennypost.mailbox.thread.ThreadKey;
import org.pennypost.mailbox.thread.ThreadMessage;

/**
 * What threading knows of a message, as {@link ThreadKey}s.
 *
 * @param messageId of its identifier
 * @param references of those of the messages before it, the oldest first; not to be changed
 * @param subject of its base subject, in folded case
 * @param reply whether its subject bears a sign of a reply or of forwarding
 */
@SuppressWarnings("ArrayRecordComponent") // as in ThreadMessage, which they become
public record ThreadKeys(long messageId, long[] references, long subject, boolean reply) {
    /** Those of a message about which nothing is known. */
    static final ThreadKeys NONE = new ThreadKeys(ThreadKey.NONE, new long[0], ThreadKey.NONE, false);

    /**
     * Returns the message as threading takes it.
     *
     * @param key what it is called
     * @param sentSeconds {@link ThreadMessage#sentSeconds}
     */
    public ThreadMessage message(long key, long sentSeconds) {
        return new ThreadMessage(key, sentSeconds, subject, reply, messageId, references);
    }
}
