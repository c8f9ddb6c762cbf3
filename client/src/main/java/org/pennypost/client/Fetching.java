package org.pennypost.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pennypost.mime.HeaderBlock;
import org.pennypost.pop3.client.DialogueListener;
import org.pennypost.pop3.client.Pop3Client;
import org.pennypost.pop3.client.Pop3ClientConfig;
import org.pennypost.pop3.client.Pop3Refused;
import org.pennypost.wire.Deadlines;

/**
 * Fetches the messages of one account from a POP3 server.
 *
 * <p>Life: {@link #open} logs in; then messages are listed, fetched, marked for deletion; {@link #quit} makes the deletions true, {@link #close} without it
 * none of them. Used by one thread.
 */
public final class Fetching implements AutoCloseable {
    private static final int HEAD_BYTES_MAX = 64 * 1024;

    private final Pop3Client client;
    private final Deadlines deadlines;

    private Fetching(Pop3Client client, Deadlines deadlines) {
        this.client = client;
        this.deadlines = deadlines;
    }

    /**
     * A message on the server.
     *
     * @param number its number in this session
     * @param octets its size as the server says
     * @param uidl its name for ever; empty where the server has none for it, or the same for another message
     */
    public record Listed(int number, long octets, String uidl) {}

    /**
     * A message that is kept now.
     *
     * @param place where
     * @param header its header, for showing it
     * @param octets its size
     */
    public record Kept(Path place, HeaderBlock header, long octets) {}

    /**
     * Connects and logs in with the mechanism that the address names (RFC 2384 §4), or with the best that there is.
     *
     * @param insecure whether any certificate will do
     * @param patience how long to wait for the server at each step
     * @param listener sees the session without secrets
     * @throws LoginRefused when the server wants another password, or ours must not be said
     * @throws Pop3Refused when it does not want us, or does not encrypt
     * @throws IOException when it cannot be reached or speaks no POP3
     */
    public static Fetching open(
            ServerAddress server, boolean insecure, Credentials login, Duration patience, DialogueListener listener)
            throws IOException {
        Deadlines deadlines = Deadlines.start();
        try {
            return new Fetching(login(server, insecure, login, patience, deadlines, listener), deadlines);
        } catch (IOException refused) {
            deadlines.close();
            throw refused;
        }
    }

    /** The session alone, logged in, for who wants to say everything by himself. Throws as {@link #open}. */
    public static Pop3Client login(
            ServerAddress server, boolean insecure, Credentials login, Duration patience, Deadlines deadlines)
            throws IOException {
        return login(server, insecure, login, patience, deadlines, DialogueListener.NONE);
    }

    private static Pop3Client login(
            ServerAddress server,
            boolean insecure,
            Credentials login,
            Duration patience,
            Deadlines deadlines,
            DialogueListener listener)
            throws IOException {
        Encryption encryption = Encryption.of(server, insecure, true);
        Pop3ClientConfig config = new Pop3ClientConfig(
                server.host(),
                server.port(),
                security(server.tls()),
                encryption.context(),
                encryption.verify(),
                patience,
                patience);
        Pop3Client client = Pop3Client.connect(config, deadlines, listener);
        try {
            Encryption.requireSecrecy(server, client.tls().isPresent());
            if (server.mechanism().isEmpty()) {
                client.login(login.user(), login.password());
            } else {
                client.login(login.user(), login.password(), server.mechanism());
            }
            return client;
        } catch (Pop3Refused refused) {
            client.close();
            throw new LoginRefused(String.valueOf(refused.getMessage()), isTemporary(refused));
        } catch (IOException refused) {
            client.close();
            throw refused;
        }
    }

    private static Pop3ClientConfig.Security security(TlsMode mode) {
        return switch (mode) {
            case NEVER -> Pop3ClientConfig.Security.NONE;
            case WHEN_OFFERED -> Pop3ClientConfig.Security.STLS_IF_OFFERED;
            case REQUIRED -> Pop3ClientConfig.Security.STLS;
            case IMPLICIT -> Pop3ClientConfig.Security.IMPLICIT;
        };
    }

    /** Returns whether the same may work later, by the response code (RFC 2449 §8.1, RFC 3206 §4). */
    public static boolean isTemporary(Pop3Refused refused) {
        return refused.hasCode("IN-USE") || refused.hasCode("LOGIN-DELAY") || refused.hasCode("SYS/TEMP");
    }

    /** Returns all messages, with numbers in order. @throws IOException when the server's list cannot be understood */
    public List<Listed> list() throws IOException {
        Map<Integer, String> uidls = uidls();
        return client.list().entrySet().stream()
                .map(row -> new Listed(row.getKey(), row.getValue(), uidls.getOrDefault(row.getKey(), "")))
                .toList();
    }

    /** A name that two messages have names neither: RFC 1939 §7 allows it for equal messages, and bad servers do worse. */
    private Map<Integer, String> uidls() throws IOException {
        Map<Integer, String> uidls = new HashMap<>(client.uniqueIds().orElseGet(TreeMap::new));
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (String uidl : uidls.values()) {
            if (!seen.add(uidl)) {
                twice.add(uidl);
            }
        }
        uidls.values().removeAll(twice);
        return uidls;
    }

    /** Returns the header of a message and the first lines of its body, without fetching the rest (TOP, RFC 1939 §7); empty where the server has no TOP. */
    public Optional<byte[]> top(Listed message, int lines) throws IOException {
        return client.top(message.number(), lines);
    }

    /**
     * Fetches a message and keeps it. It counts only when all of it has come and is durable.
     *
     * @throws DiskFailure when it could not be kept here; the session is over then
     * @throws Pop3Refused when the server does not give it; the session goes on
     */
    public Kept fetch(Listed message, Archive archive, ProgressListener progress) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (Archive.Draft draft = archive.draft(message.uidl())) {
            client.retrieve(message.number(), (bytes, offset, length) -> {
                draft.write(bytes, offset, length);
                head.write(bytes, offset, Math.min(length, HEAD_BYTES_MAX - Math.min(HEAD_BYTES_MAX, head.size())));
                progress.progress(draft.octets(), message.octets());
            });
            return new Kept(draft.keep(), HeaderBlock.read(head.toByteArray()), draft.octets());
        }
    }

    /** Marks a message; it is deleted when {@link #quit} has been answered. */
    public void delete(Listed message) throws IOException {
        client.delete(message.number());
    }

    /**
     * Says QUIT, which deletes what is marked (RFC 1939 §6).
     *
     * @throws IOException when the server did not say that it did so
     */
    public void quit() throws IOException {
        client.quit();
    }

    @Override
    public void close() {
        client.close();
        deadlines.close();
    }
}
