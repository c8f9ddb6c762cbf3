package org.pennypost.smtp.client;

import javax.net.ssl.SSLContext;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.TlsMode;

/**
 * How to open a session.
 *
 * @param host the server's name or address; certificates are checked against it
 * @param port 25 for relaying, 587 or 465 for submission
 * @param clientName what we call ourselves in EHLO: a domain name or an address literal; empty: the address of our end of the connection, as RFC 5321 §4.1.4 asks of those
 *     without a name that the DNS knows
 * @param tls when the session is encrypted
 * @param context for TLS
 * @param verify whether the server's certificate must be trusted by {@code context} and be for {@code host}
 * @param timeouts see there
 * @param protocol what the server speaks
 * @param chunks whether messages of lines go in chunks where the server offers CHUNKING (RFC 3030); binary ones always do
 */
public record SmtpClientConfig(
        String host,
        int port,
        String clientName,
        TlsMode tls,
        SSLContext context,
        boolean verify,
        SmtpTimeouts timeouts,
        Protocol protocol,
        boolean chunks) {
    /** What the server speaks. */
    public enum Protocol {
        /** SMTP (RFC 5321). */
        SMTP,
        /** LMTP (RFC 2033): LHLO, and a reply for each recipient behind the message. */
        LMTP
    }

    public SmtpClientConfig {
        if (!clientName.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "the client's name must be a domain name or an address literal: " + clientName);
        }
    }

    /** @return a plain session, with the timeouts of RFC 5321 */
    public static SmtpClientConfig plain(String host, int port, String clientName) {
        return new SmtpClientConfig(
                host,
                port,
                clientName,
                TlsMode.NEVER,
                ClientTls.verifying(),
                true,
                SmtpTimeouts.RFC_5321,
                Protocol.SMTP,
                false);
    }

    /** @return the same with TLS */
    public SmtpClientConfig with(TlsMode mode, SSLContext trust, boolean verified) {
        return new SmtpClientConfig(host, port, clientName, mode, trust, verified, timeouts, protocol, chunks);
    }

    /** @return the same with other timeouts */
    public SmtpClientConfig with(SmtpTimeouts others) {
        return new SmtpClientConfig(host, port, clientName, tls, context, verify, others, protocol, chunks);
    }

    /** @return the same with another protocol */
    public SmtpClientConfig with(Protocol other) {
        return new SmtpClientConfig(host, port, clientName, tls, context, verify, timeouts, other, chunks);
    }

    /** @return the same with chunks */
    public SmtpClientConfig withChunks() {
        return new SmtpClientConfig(host, port, clientName, tls, context, verify, timeouts, protocol, true);
    }
}
