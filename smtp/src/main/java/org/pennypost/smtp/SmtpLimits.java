package org.pennypost.smtp;

import java.time.Duration;

/**
 * Every limit of a server session, with its name.
 *
 * @param commandLineBytesMax octets of a command line, CRLF included; at least 512 and what the extensions add (RFC 5321 §4.5.3.1.4)
 * @param messageBytesMax octets of a message, announced by SIZE (RFC 1870)
 * @param messageOverrunBytesMax octets beyond that which are read and dropped in order to answer 552 properly; past them the connection ends
 * @param recipientsMax recipients of one message; at least 100 (RFC 5321 §4.5.3.1.8)
 * @param errorsMax 5yz replies since the last accepted message, after which the session ends with 421
 * @param commandsMax commands since the last accepted message, after which the session ends with 421
 * @param commandTimeout how long to wait for a command; at least 5 minutes (RFC 5321 §4.5.3.2.7)
 * @param dataTimeout how long to wait for more of a message; at least 3 minutes (RFC 5321 §4.5.3.2.5)
 * @param handshakeTimeout how long a TLS handshake may take
 * @param withoutMailMax how long a session may go on without an accepted message, whatever it says
 */
public record SmtpLimits(
        int commandLineBytesMax,
        long messageBytesMax,
        long messageOverrunBytesMax,
        int recipientsMax,
        int errorsMax,
        int commandsMax,
        Duration commandTimeout,
        Duration dataTimeout,
        Duration handshakeTimeout,
        Duration withoutMailMax) {

    /**
     * What a server uses unless it is told otherwise: lines of 4 kB (512, and what SIZE, BODY, SMTPUTF8, DSN and AUTH may add), messages of 50 MB, 1,000 recipients,
     * 100 errors, 20,000 commands, the timeouts of RFC 5321, and half an hour for a session that brings nothing.
     */
    public static final SmtpLimits DEFAULT = new SmtpLimits(
            4096,
            50_000_000,
            50_000_000,
            1000,
            100,
            20_000,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(30));

    public SmtpLimits {
        require(commandLineBytesMax >= 512, "RFC 5321 §4.5.3.1.4: commandLineBytesMax must be at least 512");
        require(messageBytesMax >= 65_536, "RFC 5321 §4.5.3.1.7: messageBytesMax must be at least 65536");
        require(messageOverrunBytesMax >= 0, "messageOverrunBytesMax must not be negative");
        require(recipientsMax >= 100, "RFC 5321 §4.5.3.1.8: recipientsMax must be at least 100");
        require(errorsMax > 0 && commandsMax > 0, "errorsMax and commandsMax must be positive");
    }

    /** @return the same limits for messages of another size */
    public SmtpLimits withMessageBytesMax(long octets) {
        return new SmtpLimits(
                commandLineBytesMax,
                octets,
                octets,
                recipientsMax,
                errorsMax,
                commandsMax,
                commandTimeout,
                dataTimeout,
                handshakeTimeout,
                withoutMailMax);
    }

    /** @return the same limits for more or fewer recipients */
    public SmtpLimits withRecipientsMax(int recipients) {
        return new SmtpLimits(
                commandLineBytesMax,
                messageBytesMax,
                messageOverrunBytesMax,
                recipients,
                errorsMax,
                commandsMax,
                commandTimeout,
                dataTimeout,
                handshakeTimeout,
                withoutMailMax);
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
