package org.pennypost.imap.server;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.pennypost.imap.ImapLimits;

/**
 * What an IMAP server is told.
 *
 * @param hostName what the greeting calls it
 * @param tls gives the context for STARTTLS, asked anew for every handshake; absent: STARTTLS is not offered
 * @param plaintextPasswords whether passwords are taken without TLS: for the lab on the loopback address alone
 * @param limits see there
 */
public record ImapServerConfig(
        String hostName, Optional<Supplier<SSLContext>> tls, boolean plaintextPasswords, ImapLimits limits) {
    /** With the usual limits. */
    public ImapServerConfig(String hostName, Optional<Supplier<SSLContext>> tls, boolean plaintextPasswords) {
        this(hostName, tls, plaintextPasswords, ImapLimits.DEFAULT);
    }
}
