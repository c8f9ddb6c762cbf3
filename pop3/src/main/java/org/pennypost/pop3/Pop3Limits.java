package org.pennypost.pop3;

import java.time.Duration;

/**
 * How much of anything a session may have.
 *
 * @param lineBytesMax octets of a command line, CRLF included; at least 255 (RFC 2449 §4)
 * @param idleTimeout how long to wait for a command; at least 10 minutes (RFC 1939 §3)
 * @param loginTimeout the same before the login, where nobody is known yet
 * @param handshakeTimeout how long a TLS handshake may take
 * @param loginFailuresMax wrong passwords after which the connection ends
 * @param errorsMax commands that make no sense after which the connection ends
 */
public record Pop3Limits(
        int lineBytesMax,
        Duration idleTimeout,
        Duration loginTimeout,
        Duration handshakeTimeout,
        int loginFailuresMax,
        int errorsMax) {
    public static final Pop3Limits DEFAULT =
            new Pop3Limits(512, Duration.ofMinutes(10), Duration.ofMinutes(3), Duration.ofSeconds(30), 5, 50);
}
