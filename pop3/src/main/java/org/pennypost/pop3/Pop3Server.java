package org.pennypost.pop3;

import java.io.IOException;
import java.time.InstantSource;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.sasl.Authenticator;
import org.pennypost.wire.Connection;

/** A POP3 server (RFC 1939) without its listener: holds any number of sessions at once, each on the thread that calls {@link #handle}. */
public final class Pop3Server {
    private final Pop3ServerConfig config;
    private final Authenticator authenticator;
    private final Mailboxes mailboxes;
    private final InstantSource clock;
    private final Pause pause;
    private final MaildropLocks locks = new MaildropLocks();

    /** Makes a client that guessed wrong wait. */
    @FunctionalInterface
    interface Pause {
        void after(int failures) throws InterruptedException;
    }

    public Pop3Server(Pop3ServerConfig config, Authenticator authenticator, Mailboxes mailboxes, InstantSource clock) {
        this(config, authenticator, mailboxes, clock, Pop3Connection::pauseAfter);
    }

    Pop3Server(
            Pop3ServerConfig config,
            Authenticator authenticator,
            Mailboxes mailboxes,
            InstantSource clock,
            Pause pause) {
        this.config = config;
        this.authenticator = authenticator;
        this.mailboxes = mailboxes;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Holds one session, from the greeting to its end, and leaves one line in the log. The connection is the caller's to close.
     *
     * @throws IOException when the connection broke
     */
    public void handle(Connection connection) throws IOException {
        try (Pop3Session session = new Pop3Session(
                config,
                authenticator,
                mailboxes,
                locks,
                connection.remote().getAddress(),
                connection.tls().isPresent())) {
            new Pop3Connection(connection, session, config, clock, pause).converse();
        }
    }
}
