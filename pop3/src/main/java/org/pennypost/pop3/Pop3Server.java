package org.pennypost.pop3;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.wire.Connection;

/** A POP3 server (RFC 1939) without its listener: holds any number of sessions at once, each on the thread that calls {@link #handle}. */
public final class Pop3Server {
    private static final int TIMESTAMP_BYTES = 12;

    private final Site site;
    private final RandomGenerator random;
    private final Pause pause;

    /** Makes a client that guessed wrong wait. */
    @FunctionalInterface
    interface Pause {
        void after(int failures) throws InterruptedException;
    }

    /**
     * @param mechanisms for AUTH; they ask the same authenticator
     * @param deletion what becomes of what clients delete
     * @param random for challenges; must be hard to guess
     */
    public Pop3Server(
            Pop3ServerConfig config,
            Authenticator authenticator,
            Mechanisms mechanisms,
            Mailboxes mailboxes,
            Deletion.Policy deletion,
            RandomGenerator random,
            InstantSource clock) {
        this(
                new Site(
                        config,
                        authenticator,
                        mechanisms,
                        mailboxes,
                        deletion,
                        new MaildropLocks(),
                        new LoginDelays(config.loginDelay()),
                        clock),
                random,
                Pop3Connection::pauseAfter);
    }

    Pop3Server(Site site, RandomGenerator random, Pause pause) {
        this.site = site;
        this.random = random;
        this.pause = pause;
    }

    /**
     * Holds one session, from the greeting to its end, and leaves one line in the log. The connection is the caller's to close.
     *
     * @throws IOException when the connection broke
     */
    public void handle(Connection connection) throws IOException {
        String timestamp = timestamp();
        try (Pop3Session session =
                new Pop3Session(site, connection.remote().getAddress(), connection.tls(), timestamp)) {
            new Pop3Connection(connection, session, site, timestamp, pause).converse();
        }
    }

    /** For APOP (RFC 1939 §7), where anybody can use it; never twice the same. */
    private String timestamp() {
        if (!site.authenticator().keepsSharedSecrets()) {
            return "";
        }
        byte[] bytes = new byte[TIMESTAMP_BYTES];
        random.nextBytes(bytes);
        return "<" + HexFormat.of().formatHex(bytes) + "." + site.clock().millis() + "@"
                + site.config().hostName() + ">";
    }
}
