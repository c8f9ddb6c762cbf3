package org.pennypost.client;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pennypost.pop3.client.Pop3Client;
import org.pennypost.pop3.client.Pop3Refused;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/** Fetches from a POP3 server. */
final class Pop3Fetching implements Fetching {
    private final Pop3Client client;
    private final Deadlines deadlines;

    private Pop3Fetching(Pop3Client client, Deadlines deadlines) {
        this.client = client;
        this.deadlines = deadlines;
    }

    /** See {@link Fetching#open(ServerAddress, boolean, Credentials, Duration, DialogueListener)}. */
    static Fetching open(
            ServerAddress server, boolean insecure, Credentials login, Duration patience, DialogueListener listener)
            throws IOException {
        Deadlines deadlines = Deadlines.start();
        try {
            return new Pop3Fetching(login(server, insecure, login, patience, deadlines, listener), deadlines);
        } catch (Pop3Refused refused) {
            deadlines.close();
            throw refusal(refused);
        } catch (IOException failed) {
            deadlines.close();
            throw failed;
        }
    }

    static Pop3Client login(
            ServerAddress server,
            boolean insecure,
            Credentials login,
            Duration patience,
            Deadlines deadlines,
            DialogueListener listener)
            throws IOException {
        ClientConfig config = Encryption.of(server, insecure, true).config(server, patience);
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

    private static FetchRefused refusal(Pop3Refused refused) {
        return new FetchRefused(refused, isTemporary(refused));
    }

    /** Whether the same may work later, by the response code (RFC 2449 §8.1, RFC 3206 §4). */
    private static boolean isTemporary(Pop3Refused refused) {
        return refused.hasCode("IN-USE") || refused.hasCode("LOGIN-DELAY") || refused.hasCode("SYS/TEMP");
    }

    @Override
    public List<Listed> list() throws IOException {
        try {
            Map<Integer, String> uidls = uidls();
            return client.list().entrySet().stream()
                    .map(row -> new Listed(row.getKey(), row.getValue(), uidls.getOrDefault(row.getKey(), "")))
                    .toList();
        } catch (Pop3Refused refused) {
            throw refusal(refused);
        }
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

    @Override
    public Optional<byte[]> head(Listed message) throws IOException {
        return top(message, 0);
    }

    /** TOP (RFC 1939 §7). */
    @Override
    public Optional<byte[]> top(Listed message, int lines) throws IOException {
        try {
            return client.top(message.number(), lines);
        } catch (Pop3Refused refused) {
            throw refusal(refused);
        }
    }

    @Override
    public Kept fetch(Listed message, Archive archive, ProgressListener progress) throws IOException {
        try (Keeping keeping = new Keeping(archive, message, progress)) {
            client.retrieve(message.number(), keeping);
            return keeping.keep();
        } catch (Pop3Refused refused) {
            throw refusal(refused);
        }
    }

    @Override
    public void delete(Listed message) throws IOException {
        try {
            client.delete(message.number());
        } catch (Pop3Refused refused) {
            throw refusal(refused);
        }
    }

    @Override
    public void quit() throws IOException {
        try {
            client.quit();
        } catch (Pop3Refused refused) {
            throw refusal(refused);
        }
    }

    @Override
    public void close() {
        client.close();
        deadlines.close();
    }
}
