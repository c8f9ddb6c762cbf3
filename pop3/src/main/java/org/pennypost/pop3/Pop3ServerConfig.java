package org.pennypost.pop3;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What a POP3 server is told.
 *
 * @param hostName what the greeting calls it
 * @param tls gives the context for STLS, asked anew for every handshake; absent: STLS is not offered
 * @param plaintextPasswords whether USER and PASS are taken without TLS: for the lab on the loopback address alone
 * @param loginDelay how long an account waits from one login to the next (RFC 2449 §6.5); zero for not at all
 * @param limits see there
 */
public record Pop3ServerConfig(
        String hostName,
        Optional<Supplier<SSLContext>> tls,
        boolean plaintextPasswords,
        Duration loginDelay,
        Pop3Limits limits) {
    public Pop3ServerConfig {
        if (loginDelay.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative");
        }
    }

    /** With the usual limits. */
    public Pop3ServerConfig(String hostName, Optional<Supplier<SSLContext>> tls, boolean plaintextPasswords) {
        this(hostName, tls, plaintextPasswords, Duration.ZERO, Pop3Limits.DEFAULT);
    }

    /** The same with a delay between logins. */
    public Pop3ServerConfig withLoginDelay(Duration delay) {
        return new Pop3ServerConfig(hostName, tls, plaintextPasswords, delay, limits);
    }
}
