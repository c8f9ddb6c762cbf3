package org.pennypost.imap.client;

import java.io.IOException;
import org.pennypost.wire.ByteSink;

/**
 * Where fetched data go, as they come. For each message: {@link #content} for each of its sections, then {@link #message} with all other
 * attributes. What is thrown breaks the session.
 */
public interface FetchTarget {
    /** Takes no contents. */
    FetchTarget NONE = message -> {};

    /**
     * Octets of a message are about to come.
     *
     * @param number the message's number; its UID may be known only in {@link #message}
     * @param section as the server names it, in capitals: {@code BODY[]}, {@code BODY[HEADER]}, {@code BODY[1]<0>}
     * @param octets how many
     * @return takes them
     */
    default ByteSink content(long number, String section, long octets) throws IOException {
        return (_, _, _) -> {};
    }

    /** A message's data are complete. A server may also tell of messages and attributes that nobody asked for. */
    void message(FetchedMessage message) throws IOException;
}
