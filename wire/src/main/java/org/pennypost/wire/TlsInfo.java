package org.pennypost.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What protects a connection.
 *
 * @param protocol {@code TLSv1.3} or {@code TLSv1.2}
 * @param cipherSuite the suite's IANA name
 * @param peerCertificate with which the peer has proved itself; a client seldom has one
 * @param bindings gives the data of a channel binding, see {@link #channelBinding}
 */
public record TlsInfo(
        String protocol,
        String cipherSuite,
        Optional<X509Certificate> peerCertificate,
        Function<String, Optional<byte[]>> bindings) {
    /** What is known of a connection that cannot be bound, as in tests. */
    public TlsInfo(String protocol, String cipherSuite) {
        this(protocol, cipherSuite, Optional.empty(), type -> Optional.empty());
    }

    /**
     * The types of channel binding that may be offered or used on this connection without being asked for, best first. None in TLS 1.2:
     * there everybody expects {@code tls-unique} (RFC 5802 §6.1), which Java does not tell.
     */
    public List<String> channelBindings() {
        return protocol.equals("TLSv1.3")
                        && bindings.apply(ChannelBindings.EXPORTER).isPresent()
                ? List.of(ChannelBindings.EXPORTER, ChannelBindings.SERVER_END_POINT)
                : List.of();
    }

    /**
     * Data that names this connection ({@code tls-exporter}, RFC 9266) or the server's certificate ({@code tls-server-end-point}, RFC 5929
     * §4), the same at both ends.
     *
     * @param type a registered name; empty if there is no such data here
     */
    public Optional<byte[]> channelBinding(String type) {
        return bindings.apply(type);
    }
}
