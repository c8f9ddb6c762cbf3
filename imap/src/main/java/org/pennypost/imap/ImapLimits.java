package org.pennypost.imap;

import java.time.Duration;

/**
 * How much of anything a session may have.
 *
 * @param lineBytesMaxBeforeLogin octets of a line while nobody is known; SASL tokens are the longest
 * @param commandBytesMax octets of a command after the login: its lines, and those of its literals that are kept in memory; at least 8,192
 *     (RFC 7162 §4)
 * @param messageBytesMax octets of a message that APPEND takes
 * @param idleTimeout how long to wait for a command after the login; at least 30 minutes (RFC 9051 §5.4)
 * @param loginTimeout the same before the login, where nobody is known yet
 * @param bodyTimeout how long to wait for each next piece of a literal
 * @param handshakeTimeout how long a TLS handshake may take
 * @param loginFailuresMax failed logins after which the connection ends
 * @param mistakesMax commands answered BAD after which the connection ends
 * @param sessionsPerAccountMax sessions that an account may have at once
 * @param sortOctetsMax what the texts of one SORT may take in memory, and the references of one THREAD
 * @param ghostsMax expunged messages of which a client must not be told yet; with more, it is told nothing until it may be
 */
public record ImapLimits(
        int lineBytesMaxBeforeLogin,
        int commandBytesMax,
        long messageBytesMax,
        Duration idleTimeout,
        Duration loginTimeout,
        Duration bodyTimeout,
        Duration handshakeTimeout,
        int loginFailuresMax,
        int mistakesMax,
        int sessionsPerAccountMax,
        long sortOctetsMax,
        int ghostsMax) {
    private static final int COMMAND_BYTES_LEAST = 8_192;
    private static final Duration IDLE_LEAST = Duration.ofMinutes(30);

    public ImapLimits {
        if (commandBytesMax < COMMAND_BYTES_LEAST) {
            throw new IllegalArgumentException("a command has room for 8192 octets (RFC 7162 §4)");
        }
        if (idleTimeout.compareTo(IDLE_LEAST) < 0) {
            throw new IllegalArgumentException(
                    "silence ends a session after 30 minutes at the earliest (RFC 9051 §5.4)");
        }
        if (loginFailuresMax < 1 || mistakesMax < 1 || sessionsPerAccountMax < 1) {
            throw new IllegalArgumentException("a server that allows nothing");
        }
    }

    public static final ImapLimits DEFAULT = new ImapLimits(
            16 * 1024,
            1 << 20,
            50L << 20,
            Duration.ofMinutes(30),
            Duration.ofMinutes(3),
            Duration.ofMinutes(3),
            Duration.ofSeconds(30),
            5,
            50,
            100,
            192L << 20,
            10_000);

    /** The same with another size of messages. */
    public ImapLimits withMessageBytesMax(long octets) {
        return new ImapLimits(
                lineBytesMaxBeforeLogin,
                commandBytesMax,
                octets,
                idleTimeout,
                loginTimeout,
                bodyTimeout,
                handshakeTimeout,
                loginFailuresMax,
                mistakesMax,
                sessionsPerAccountMax,
                sortOctetsMax,
                ghostsMax);
    }

    /** The same with another number of sessions. */
    public ImapLimits withSessionsPerAccountMax(int sessions) {
        return new ImapLimits(
                lineBytesMaxBeforeLogin,
                commandBytesMax,
                messageBytesMax,
                idleTimeout,
                loginTimeout,
                bodyTimeout,
                handshakeTimeout,
                loginFailuresMax,
                mistakesMax,
                sessions,
                sortOctetsMax,
                ghostsMax);
    }

    /** The same with other room for SORT and THREAD. */
    public ImapLimits withSortOctetsMax(long octets) {
        return new ImapLimits(
                lineBytesMaxBeforeLogin,
                commandBytesMax,
                messageBytesMax,
                idleTimeout,
                loginTimeout,
                bodyTimeout,
                handshakeTimeout,
                loginFailuresMax,
                mistakesMax,
                sessionsPerAccountMax,
                octets,
                ghostsMax);
    }

    /** The same with another number of ghosts. */
    public ImapLimits withGhostsMax(int messages) {
        return new ImapLimits(
                lineBytesMaxBeforeLogin,
                commandBytesMax,
                messageBytesMax,
                idleTimeout,
                loginTimeout,
                bodyTimeout,
                handshakeTimeout,
                loginFailuresMax,
                mistakesMax,
                sessionsPerAccountMax,
                sortOctetsMax,
                messages);
    }
}
