package org.pennypost.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * How a listener behaves.
 *
 * @param name what its threads are called
 * @param connectionsMax the most connections at once
 * @param connectionsPerAddressMax the most of them from one IPv4 address or IPv6 /64 network; loopback addresses are not counted
 * @param bodyBuffersMax the most buffers of 64 kB that bodies may use at once; more bodies than that are received more slowly
 * @param refusal what one too many is told before it is closed, line end included
 * @param tls for TLS from the first byte on (RFC 8314 §3); asked at every connection, so that a new certificate is used at once
 * @param handshakeTimeout how long such a handshake may take
 */
public record ListenerOptions(
        String name,
        int connectionsMax,
        int connectionsPerAddressMax,
        int bodyBuffersMax,
        String refusal,
        Optional<Supplier<SSLContext>> tls,
        Duration handshakeTimeout) {
    public static final int CONNECTIONS_MAX = 10_000;
    public static final int CONNECTIONS_PER_ADDRESS_MAX = 100;
    public static final int BODY_BUFFERS_MAX = 256;
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);

    public ListenerOptions {
        if (connectionsMax < 1 || connectionsPerAddressMax < 1 || bodyBuffersMax < 0) {
            throw new IllegalArgumentException("a listener that lets nobody in: " + connectionsMax + " connections, "
                    + connectionsPerAddressMax + " per address, " + bodyBuffersMax + " buffers");
        }
    }

    /** With the usual limits, without TLS. */
    public static ListenerOptions named(String name, String refusal) {
        return new ListenerOptions(
                name,
                CONNECTIONS_MAX,
                CONNECTIONS_PER_ADDRESS_MAX,
                BODY_BUFFERS_MAX,
                refusal,
                Optional.empty(),
                HANDSHAKE_TIMEOUT);
    }

    /** The same, with TLS from the first byte on. */
    public ListenerOptions withTls(Supplier<SSLContext> context) {
        return new ListenerOptions(
                name,
                connectionsMax,
                connectionsPerAddressMax,
                bodyBuffersMax,
                refusal,
                Optional.of(context),
                handshakeTimeout);
    }

    /** The same, with other limits. */
    public ListenerOptions withLimits(int connections, int connectionsPerAddress) {
        return new ListenerOptions(
                name, connections, connectionsPerAddress, bodyBuffersMax, refusal, tls, handshakeTimeout);
    }
}
