package org.pennypost.imap.session;

import java.io.IOException;

/** A login in several steps. Belongs to its session's thread. */
public interface SaslExchange {
    /** What the server says next, before base64; empty for an empty challenge. */
    byte[] challenge();

    /**
     * Takes what the client said, decoded.
     *
     * @return another {@link Outcome.Exchange}, or what came of it
     */
    Outcome respond(byte[] response) throws IOException;
}
