package org.pennypost.imap.client;

import java.io.IOException;
import org.pennypost.wire.ByteSink;

/** What a server sends, as {@link ResponseReader} takes it: lines, and counted octets where a line announces them. */
interface ResponseInput {
    /**
     * The next line without its end.
     *
     * @throws IOException if none comes, or it is longer than is taken
     */
    byte[] line() throws IOException;

    /**
     * Hands exactly so many octets to the sink.
     *
     * @throws IOException if they do not come, or the sink throws
     */
    void octets(long count, ByteSink sink) throws IOException;
}
