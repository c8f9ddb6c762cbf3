package org.pennypost.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A stream of bytes to one peer and back. One thread reads and one writes at a time; {@link #endInput} and {@link #close} may come from
 * any thread.
 */
public interface Link extends Closeable {
    /**
     * Reads what is there, at least one byte, and waits for it.
     *
     * @return how many bytes were read; -1 when no more will come
     */
    int read(ByteBuffer into) throws IOException;

    /** Writes all that remains in the buffer, and waits until the system has taken it. */
    void write(ByteBuffer from) throws IOException;

    /** Whether what is written goes to the system as it is: then it is best in a buffer outside the heap, from where the system can take it. */
    default boolean isBare() {
        return false;
    }

    /** Whether bytes are there to be read, as far as that can be told without waiting; above TLS they may turn out to be no text. */
    boolean inputWaits() throws IOException;

    /**
     * Waits until there is something to read, or its end. Only for a thread of the system: a link that cannot wait for a limited time returns at once.
     *
     * @return false if nothing came within {@code patience}
     */
    default boolean awaitInput(Duration patience) throws IOException {
        return true;
    }

    /**
     * Says, before a {@link #read}, that the peer is in the middle of something, and that nothing is written before the rest was read. A system
     * that does not know that keeps an acknowledgement back for up to 40 ms, to send it with an answer (RFC 1122 §4.2.3.2); and a peer whose
     * system gathers small writes (§4.2.3.4) does not send the rest until it has it.
     */
    default void expectRest() {}

    /** Ends the reading: a waiting read and all later ones return -1. Writing goes on. */
    void endInput();

    /**
     * Ends the writing: the peer reads what was written and then the end. Reading goes on.
     *
     * @throws IOException if the link is broken
     */
    void endOutput() throws IOException;

    InetSocketAddress local();

    InetSocketAddress remote();

    /** Closes both directions; waiting reads and writes end. Never throws: nobody could do anything about it. */
    @Override
    void close();
}
