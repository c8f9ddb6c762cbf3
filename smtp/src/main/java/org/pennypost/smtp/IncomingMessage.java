package org.pennypost.smtp;

import java.util.Collections;
import java.util.List;

/**
 * The bytes of one message on their way in. Used by one thread.
 *
 * <p>Life cycle: {@link #write} any number of times; then {@link #accept} once, when the message arrived whole and well-formed; then {@link #close}. Without
 * {@code accept}, {@code close} drops all that was written: a client that vanished, or a message that broke the rules.
 */
public interface IncomingMessage extends AutoCloseable {
    /** More of the message, without dot-stuffing, with its CRLFs. Never throws for what is wrong with the disk: {@link #accept} tells. The array is the caller's again on return. */
    void write(byte[] bytes, int offset, int length);

    /** Makes the message durable and answers for it: 2yz means that we are responsible from now on (RFC 5321 §4.2.5), else 4yz or 5yz and nothing is kept. */
    Reply accept();

    /**
     * As {@link #accept}, with an answer for each recipient (RFC 2033 §4.2): we are responsible for those with 2yz alone.
     *
     * @param recipients how many were accepted, at least one
     * @return as many replies, in the order of the envelope's recipients
     */
    default List<Reply> acceptForEach(int recipients) {
        return Collections.nCopies(recipients, accept());
    }

    /** Frees what the message held, and drops it unless it was accepted. Never throws. */
    @Override
    void close();
}
