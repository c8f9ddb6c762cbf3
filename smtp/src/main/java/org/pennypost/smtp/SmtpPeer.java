package org.pennypost.smtp;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.pennypost.wire.TlsInfo;

/**
 * Who is at the other end of a session, as far as it is known.
 *
 * @param connection the connection's id, which logs and the Received field share
 * @param remote the client's address
 * @param local the address that it connected to
 * @param helo what it called itself in HELO or EHLO, printable ASCII; empty before that
 * @param extended whether it said EHLO
 * @param tls what protects the connection, if anything does
 */
public record SmtpPeer(
        String connection,
        InetSocketAddress remote,
        InetSocketAddress local,
        String helo,
        boolean extended,
        Optional<TlsInfo> tls) {

    /** @return the same peer after it said who it is */
    public SmtpPeer greeted(String name, boolean withEhlo) {
        return new SmtpPeer(connection, remote, local, name, withEhlo, tls);
    }

    /** @return the same peer behind TLS, of whom nothing else is known any more (RFC 3207 §4.2) */
    public SmtpPeer secured(TlsInfo info) {
        return new SmtpPeer(connection, remote, local, "", false, Optional.of(info));
    }
}
