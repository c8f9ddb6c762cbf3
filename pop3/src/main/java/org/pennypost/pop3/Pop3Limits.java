package org.pennypost.pop3;

import java.time.Duration;

/**
 * How much of anything a session may have.
 *
 * @param lineBytesMax octets of a command line, CRLF included; at least 255 (RFC 2449 §4). Lenient: more, since USER with the longest
 *     address (RFC 5321 §4.5.3.1.3) has 261
 * @param idleTimeout how long to wait for a command; at least 10 minutes (RFC 1939 §3)
 * @param loginTimeout the same before the login
 * @param handshakeTimeout how long a TLS handshake may take
 * @param loginFailuresMax failed logins after which the connection ends
 * @param mistakesMax lines that are no command, or none that may be given then, after which the connection ends; refusals that a program
 *     cannot foresee, such as of a message that others have removed, are none
 */
public record Pop3Limits(
        int lineBytesMax,
        Duration idleTimeout,
        Duration loginTimeout,
        Duration handshakeTimeout,
        int loginFailuresMax,
        int mistakesMax) {
    private static final int LINE_BYTES_LEAST = 255;
    private static final Duration IDLE_LEAST = Duration.ofMinutes(10);

    public Pop3Limits {
        if (lineBytesMax < LINE_BYTES_LEAST) {
            throw new IllegalArgumentException("a line has room for " + LINE_BYTES_LEAST + " octets (RFC 2449 §4)");
        }
        if (idleTimeout.compareTo(IDLE_LEAST) < 0 || loginTimeout.compareTo(IDLE_LEAST) < 0) {
            throw new IllegalArgumentException("silence ends a session after 10 minutes at the earliest (RFC 1939 §3)");
        }
        if (loginFailuresMax < 1 || mistakesMax < 1) {
            throw new IllegalArgumentException("a session that allows nothing");
        }
    }

    /** So long may an answer to a challenge be: RFC 5034 §4 leaves it to the mechanisms, and RFC 4954 §4 asks for this. */
    static final int RESPONSE_BYTES_MAX = 12_288;

    public static final Pop3Limits DEFAULT =
            new Pop3Limits(512, Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofSeconds(30), 5, 50);
}
