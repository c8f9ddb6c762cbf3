package org.pennypost.wire;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a listener behaves.
 *
 * @param name what its threads are called
 * @param connectionsMax the most connections at once
 * @param connectionsPerAddressMax the most of them from one IPv4 address or IPv6 /64 network; loopback addresses are not counted
 * @param refusal what one too many is told before it is closed, line end included
 * @param tls for TLS from the first byte on (RFC 8314 §3); a certificate is renewed behind the context's key manager
 * @param handshakeTimeout how long such a handshake may take
 */
public record ListenerOptions(
        String name,
        int connectionsMax,
        int connectionsPerAddressMax,
        String refusal,
        Optional<SSLContext> tls,
        Duration handshakeTimeout) {
    public static final int CONNECTIONS_MAX = 10_000;
    public static final int CONNECTIONS_PER_ADDRESS_MAX = 100;
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);

    public ListenerOptions {
        if (connectionsMax < 1 || connectionsPerAddressMax < 1) {
            throw new IllegalArgumentException("a listener that lets nobody in: " + connectionsMax + " connections, "
                    + connectionsPerAddressMax + " per address");
        }
    }

    /** With the usual limits, without TLS. */
    public static ListenerOptions named(String name, String refusal) {
        return new ListenerOptions(
                name, CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, refusal, Optional.empty(), HANDSHAKE_TIMEOUT);
    }
}
