package org.pennypost.imap.client;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.pennypost.wire.ClientTls;

/**
 * How to open a session.
 *
 * @param host the server's name or address; certificates are checked against it
 * @param port 143, or 993 for TLS from the first byte
 * @param security whether and how TLS is used
 * @param context for TLS
 * @param verify whether the server's certificate must be trusted by {@code context} and be for {@code host}
 * @param connectTimeout how long to try each address
 * @param timeout how long to wait for each line of an answer, and for each next piece of a literal
 */
public record ImapClientConfig(
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
        /** By STARTTLS, if the server offers it. */
        STARTTLS_IF_OFFERED,
        /** By STARTTLS; a server that refuses it is not used. */
        STARTTLS,
        /** From the first byte (RFC 8314 §3.2). */
        IMPLICIT
    }

    /** A plain session with the usual timeouts. */
    public static ImapClientConfig plain(String host, int port) {
        return new ImapClientConfig(host, port, Security.NONE, ClientTls.verifying(), true, CONNECT_TIMEOUT, TIMEOUT);
    }

    /** The same with TLS. */
    public ImapClientConfig with(Security how, SSLContext trust, boolean verified) {
        return new ImapClientConfig(host, port, how, trust, verified, connectTimeout, timeout);
    }
}
