package org.pennypost.testkit;

import java.io.IOException;

/** The client's end of one connection. One thread reads; the same or another writes. */
public interface Dialogue extends AutoCloseable {
    /** Sends all these bytes now. */
    void send(byte[] bytes) throws IOException;

    /**
     * Waits for bytes.
     *
     * @return how many came; -1 when the server has closed
     * @throws IOException also when nothing came for so long that nothing will
     */
    int read(byte[] into) throws IOException;

    /** Shakes hands for TLS now, as a client that trusts everybody. */
    void startTls() throws IOException;

    /** Compresses from now on, both ways (RFC 4978). */
    default void startDeflate() throws IOException {
        throw new UnsupportedOperationException("nobody compresses here");
    }

    /** Vanishes, without a word. */
    @Override
    void close();
}
