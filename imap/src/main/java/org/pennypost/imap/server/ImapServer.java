package org.pennypost.imap.server;

import java.io.IOException;
import java.time.InstantSource;
import org.pennypost.imap.commands.Commands;
import org.pennypost.imap.commands.StatusItems;
import org.pennypost.imap.extensions.ImapExtensions;
import org.pennypost.imap.fetch.FetchAttributes;
import org.pennypost.imap.search.SearchKeys;
import org.pennypost.imap.session.Differences;
import org.pennypost.imap.session.ImapService;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.RecentMessages;
import org.pennypost.imap.session.SessionCounts;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.store.BlobStore;
import org.pennypost.wire.Connection;

/**
 * An IMAP server (RFC 9051, RFC 3501) without its listener: holds any number of sessions at once, each on the thread that calls {@link
 * #handle}.
 */
public final class ImapServer {
    private final ImapServerConfig config;
    private final ImapService service;
    private final Pause pause;

    /** Makes a client that guessed wrong wait. */
    @FunctionalInterface
    public interface Pause {
        void after(int failures) throws InterruptedException;
    }

    public ImapServer(
            ImapServerConfig config,
            Authenticator authenticator,
            Mechanisms mechanisms,
            Mailboxes mailboxes,
            BlobStore blobs,
            InstantSource clock) {
        this(config, authenticator, mechanisms, mailboxes, blobs, clock, ImapConnection::pauseAfter);
    }

    /** With another way to make a guesser wait: for tests. */
    public ImapServer(
            ImapServerConfig config,
            Authenticator authenticator,
            Mechanisms mechanisms,
            Mailboxes mailboxes,
            BlobStore blobs,
            InstantSource clock,
            Pause pause) {
        this.config = config;
        this.pause = pause;
        this.service = new ImapService(
                config.hostName(),
                config.tls().isPresent(),
                config.limits(),
                vocabulary(),
                authenticator,
                mechanisms,
                mailboxes,
                blobs,
                new RecentMessages(clock.instant().getEpochSecond()),
                new Differences(),
                new SessionCounts(config.limits().sessionsPerAccountMax()),
                clock);
    }

    /** All that this server understands. */
    public static Vocabulary vocabulary() {
        return new Vocabulary(Commands.ALL, FetchAttributes.ALL, SearchKeys.ALL, StatusItems.ALL, ImapExtensions.ALL);
    }

    /**
     * Holds one session, from the greeting to its end, and leaves one line in the log. The connection is the caller's to close.
     *
     * @throws IOException when the connection broke
     */
    public void handle(Connection connection) throws IOException {
        SaslChannel channel = ImapConnection.channel(connection, config);
        try (ImapSession session =
                new ImapSession(service, channel, connection.tls().isPresent())) {
            new ImapConnection(connection, session, config, service, pause).converse();
        }
    }
}
