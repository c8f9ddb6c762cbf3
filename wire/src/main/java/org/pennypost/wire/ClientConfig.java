package org.pennypost.wire;

import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * How a client opens a session.
 *
 * @param host the server's name or address; certificates are checked against it
 * @param port its port; another one for {@link TlsMode#IMPLICIT} than for the other modes
 * @param tls when the session is encrypted
 * @param context for TLS
 * @param verify whether the server's certificate must be trusted by {@code context} and be for {@code host}
 * @param connectTimeout how long to try each address
 * @param timeout how long to wait for each line of an answer, and for each next piece of a message
 */
public record ClientConfig(
        String host,
        int port,
        TlsMode tls,
        SSLContext context,
        boolean verify,
        Duration connectTimeout,
        Duration timeout) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** A plain session with the usual timeouts. */
    public static ClientConfig plain(String host, int port) {
        return new ClientConfig(host, port, TlsMode.NEVER, ClientTls.verifying(), true, CONNECT_TIMEOUT, TIMEOUT);
    }

    /** The same with TLS. */
    public ClientConfig with(TlsMode mode, SSLContext trust, boolean verified) {
        return new ClientConfig(host, port, mode, trust, verified, connectTimeout, timeout);
    }
}
