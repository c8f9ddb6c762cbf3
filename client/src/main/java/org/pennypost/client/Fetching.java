package org.pennypost.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.mime.HeaderBlock;
import org.pennypost.pop3.client.Pop3Client;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/**
 * Fetches the messages of one mailbox.
 *
 * <p>Life: opened, it is logged in; then messages are listed, fetched, marked for deletion; {@link #quit} makes the deletions true, {@link #close} without it
 * none of them. Used by one thread. All methods throw {@link FetchRefused} where the server refuses, after which the session may go on, and another
 * IOException when the session is broken.
 */
public interface Fetching extends AutoCloseable {
    /**
     * A message on the server.
     *
     * @param number its number in this session
     * @param octets its size as the server says
     * @param uidl its name for ever; empty where the server has none for it, or the same for another message
     */
    record Listed(int number, long octets, String uidl) {}

    /**
     * A message that is kept now.
     *
     * @param place where
     * @param header its header, for showing it
     * @param octets its size
     */
    record Kept(Path place, HeaderBlock header, long octets) {}

    /**
     * Connects to a POP3 server and logs in with the mechanism that the address names (RFC 2384 §4), or with the best that there is.
     *
     * @param insecure whether any certificate will do
     * @param patience how long to wait for the server at each step
     * @param listener sees the session without secrets
     * @throws LoginRefused when the server wants another password, or ours must not be said
     * @throws FetchRefused when it does not want us, or does not encrypt
     * @throws IOException when it cannot be reached or speaks no POP3
     */
    static Fetching open(
            ServerAddress server, boolean insecure, Credentials login, Duration patience, DialogueListener listener)
            throws IOException {
        return Pop3Fetching.open(server, insecure, login, patience, listener);
    }

    /**
     * The same with an IMAP server. What is fetched is not marked as read.
     *
     * @param deletes whether messages will be deleted: otherwise the mailbox is only looked at (EXAMINE)
     * @throws LoginRefused as with POP3
     * @throws FetchRefused also when there is no such mailbox, or its UIDVALIDITY is another than the URL says
     */
    static Fetching open(
            ImapUrl url,
            boolean insecure,
            Credentials login,
            Duration patience,
            boolean deletes,
            DialogueListener listener)
            throws IOException {
        return ImapFetching.open(url, insecure, login, patience, deletes, listener);
    }

    /**
     * A POP3 session alone, logged in, for who wants to say everything by himself.
     *
     * @throws LoginRefused as {@link #open}
     */
    static Pop3Client login(
            ServerAddress server, boolean insecure, Credentials login, Duration patience, Deadlines deadlines)
            throws IOException {
        return Pop3Fetching.login(server, insecure, login, patience, deadlines, DialogueListener.NONE);
    }

    /**
     * The same with an IMAP session.
     *
     * @throws LoginRefused as {@link #open}
     */
    static ImapClient loginToImap(
            ServerAddress server, boolean insecure, Credentials login, Duration patience, Deadlines deadlines)
            throws IOException {
        return ImapSessions.open(server, insecure, login, patience, deadlines, DialogueListener.NONE);
    }

    /** Returns all messages, with numbers in order. @throws IOException when the server's list cannot be understood */
    List<Listed> list() throws IOException;

    /** Returns at least From and Subject of a message, without fetching the rest; empty where the server cannot do that. */
    Optional<byte[]> head(Listed message) throws IOException;

    /** Returns the header of a message and the first lines of its body, without fetching the rest; empty where the server cannot do that. */
    Optional<byte[]> top(Listed message, int lines) throws IOException;

    /**
     * Fetches a message and keeps it. It counts only when all of it has come and is durable.
     *
     * @throws DiskFailure when it could not be kept here; the session is over then
     * @throws FetchRefused when the server does not give it; the session goes on
     */
    Kept fetch(Listed message, Archive archive, ProgressListener progress) throws IOException;

    /** Marks a message; it is deleted when {@link #quit} has been answered. */
    void delete(Listed message) throws IOException;

    /**
     * Ends the session, and deletes what is marked.
     *
     * @throws IOException when the server did not say that it did so
     */
    void quit() throws IOException;

    @Override
    void close();
}
