package org.pennypost.pop3;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What a POP3 server is told.
 *
 * @param hostName what the greeting calls it
 * @param tls gives the context for STLS, asked anew for every handshake; absent: STLS is not offered
 * @param plaintextPasswords whether USER and PASS are taken without TLS: for the lab on the loopback address alone
 * @param limits see there
 */
public record Pop3ServerConfig(
        String hostName, Optional<Supplier<SSLContext>> tls, boolean plaintextPasswords, Pop3Limits limits) {
    /** With the usual limits. */
    public Pop3ServerConfig(String hostName, Optional<Supplier<SSLContext>> tls, boolean plaintextPasswords) {
        this(hostName, tls, plaintextPasswords, Pop3Limits.DEFAULT);
    }
}
