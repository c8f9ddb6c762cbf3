package org.pennypost.client;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.TlsMode;

/**
 * How a connection is protected, and what may be said through it.
 *
 * @param mode when it is encrypted
 * @param verify whether the certificate must be trusted and name the host
 */
record Encryption(TlsMode mode, boolean verify) {
    /**
     * Decides for one session. Encryption that is taken only when it is offered protects against listeners alone, whoever is at the other end (RFC 7435); where
     * a password is said, the other end must prove who it is, unless it is this machine.
     *
     * @param insecure whether the person said that any certificate will do
     * @param login whether a password will be said
     */
    static Encryption of(ServerAddress server, boolean insecure, boolean login) throws IOException {
        boolean opportunistic = server.tls() == TlsMode.WHEN_OFFERED && (!login || isThisMachine(server));
        return new Encryption(server.tls(), !insecure && !opportunistic);
    }

    /** What a session that is encrypted so begins with. */
    ClientConfig config(ServerAddress server, Duration patience) {
        return new ClientConfig(server.host(), server.port(), mode, context(), verify, patience, patience);
    }

    SSLContext context() {
        return verify ? ClientTls.verifying() : ClientTls.trustingAll();
    }

    /** Refuses to say a password that others could hear. */
    static void requireSecrecy(ServerAddress server, boolean encrypted) throws IOException {
        if (!encrypted && !isThisMachine(server)) {
            throw new LoginRefused(
                    "the connection to " + server
                            + " is not encrypted, so the password was not sent: use --tls required or implicit",
                    false);
        }
    }

    private static boolean isThisMachine(ServerAddress server) throws IOException {
        return InetAddress.getByName(server.host()).isLoopbackAddress();
    }
}
