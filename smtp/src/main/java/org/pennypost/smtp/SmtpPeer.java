package org.pennypost.smtp;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.pennypost.sasl.Identity;
import org.pennypost.wire.TlsInfo;

/**
 * Who is at the other end of a session, as far as it is known.
 *
 * @param connection the connection's id, which logs and the Received field share
 * @param remote the client's address
 * @param local the address that it connected to
 * @param helo what it called itself in HELO, EHLO or LHLO, printable ASCII; empty before that
 * @param extended whether it said EHLO or LHLO
 * @param tls what protects the connection, if anything does
 * @param service what the service is for that it talks to
 * @param identity who has logged in, if somebody has
 */
public record SmtpPeer(
        String connection,
        InetSocketAddress remote,
        InetSocketAddress local,
        String helo,
        boolean extended,
        Optional<TlsInfo> tls,
        ServiceKind service,
        Optional<Identity> identity) {

    /** A client of an inbound service who has not logged in. */
    public SmtpPeer(
            String connection,
            InetSocketAddress remote,
            InetSocketAddress local,
            String helo,
            boolean extended,
            Optional<TlsInfo> tls) {
        this(connection, remote, local, helo, extended, tls, ServiceKind.INBOUND, Optional.empty());
    }

    /** @return the same peer as the client of another service */
    public SmtpPeer at(ServiceKind kind) {
        return new SmtpPeer(connection, remote, local, helo, extended, tls, kind, identity);
    }

    /** @return the client for which this peer, a proxy, speaks (XCLIENT); nobody has logged in */
    public SmtpPeer speakingFor(InetSocketAddress client, InetSocketAddress server) {
        return new SmtpPeer(connection, client, server, "", false, tls, service, Optional.empty());
    }

    /** @return the same peer after it said who it is */
    public SmtpPeer greeted(String name, boolean withExtensions) {
        return new SmtpPeer(connection, remote, local, name, withExtensions, tls, service, identity);
    }

    /** @return the same peer behind TLS, of whom nothing else is known any more (RFC 3207 §4.2) */
    public SmtpPeer secured(TlsInfo info) {
        return new SmtpPeer(connection, remote, local, "", false, Optional.of(info), service, Optional.empty());
    }

    /** @return the same peer after a login */
    public SmtpPeer loggedIn(Identity who) {
        return new SmtpPeer(connection, remote, local, helo, extended, tls, service, Optional.of(who));
    }
}
