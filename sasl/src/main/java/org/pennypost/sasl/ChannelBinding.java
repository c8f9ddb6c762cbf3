package org.pennypost.sasl;

import java.util.Optional;

/** Data that names one TLS connection and no other, known to both of its ends (RFC 5056). */
@FunctionalInterface
public interface ChannelBinding {
    /** The TLS exporter's, unique to the connection (RFC 9266). */
    String TLS_EXPORTER = "tls-exporter";

    /** The hash of the server's certificate (RFC 5929 §4). */
    String TLS_SERVER_END_POINT = "tls-server-end-point";

    /** A connection that has none. */
    ChannelBinding NONE = type -> Optional.empty();

    /** @param type a registered name, such as {@value #TLS_EXPORTER}; empty if there is no such data here */
    Optional<byte[]> data(String type);
}
