package org.pennypost.pop3.client;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.pennypost.wire.ClientTls;

/**
 * How to open a session.
 *
 * @param host the server's name or address; certificates are checked against it
 * @param port 110, or 995 for TLS from the first byte
 * @param security whether and how TLS is used
 * @param context for TLS
 * @param verify whether the server's certificate must be trusted by {@code context} and be for {@code host}
 * @param connectTimeout how long to try each address
 * @param timeout how long to wait for each answer, and for each next piece of a message
 */
public record Pop3ClientConfig(
        String host,
        int port,
        Security security,
        SSLContext context,
        boolean verify,
        Duration connectTimeout,
        Duration timeout) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Whether and how TLS is used. */
    public enum Security {
        /** Never. */
        NONE,
        /** By STLS, if the server offers it. */
        STLS_IF_OFFERED,
        /** By STLS; a server that does not offer it is not used. */
        STLS,
        /** From the first byte (RFC 8314 §3.3). */
        IMPLICIT
    }

    /** A plain session with the usual timeouts. */
    public static Pop3ClientConfig plain(String host, int port) {
        return new Pop3ClientConfig(host, port, Security.NONE, ClientTls.verifying(), true, CONNECT_TIMEOUT, TIMEOUT);
    }

    /** The same with TLS. */
    public Pop3ClientConfig with(Security how, SSLContext trust, boolean verified) {
        return new Pop3ClientConfig(host, port, how, trust, verified, connectTimeout, timeout);
    }
}
