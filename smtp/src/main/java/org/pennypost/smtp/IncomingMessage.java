package org.pennypost.smtp;

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

    /** Frees what the message held, and drops it unless it was accepted. Never throws. */
    @Override
    void close();
}
