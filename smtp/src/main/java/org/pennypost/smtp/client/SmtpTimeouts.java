package org.pennypost.smtp.client;

import java.time.Duration;

/**
 * How long a client waits for each step; RFC 5321 §4.5.3.2 asks for a timeout per step and gives the least values. How long the peer may take no block of the
 * message (§4.5.3.2.5) is {@link org.pennypost.wire.Connection#WRITE_TIMEOUT}.
 *
 * @param connect for the connection itself
 * @param greeting for the 220 (§4.5.3.2.1)
 * @param command for the reply to MAIL, RCPT, and every command that has no timeout of its own (§4.5.3.2.2, §4.5.3.2.3)
 * @param dataInitiation for the 354 (§4.5.3.2.4)
 * @param dataTermination for the reply to the message (§4.5.3.2.6)
 * @param handshake for TLS
 * @param quit for the 221, which nobody needs
 */
public record SmtpTimeouts(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration dataInitiation,
        Duration dataTermination,
        Duration handshake,
        Duration quit) {
    /** The values of RFC 5321. */
    public static final SmtpTimeouts RFC_5321 = new SmtpTimeouts(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10));

    /** @return the same duration for every step, for a person who waits */
    public static SmtpTimeouts all(Duration each) {
        return new SmtpTimeouts(each, each, each, each, each, each, each);
    }
}
