package org.pennypost.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.imap.client.ImapRefused;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/** Opens sessions with IMAP servers as people ask for them. */
final class ImapSessions {
    /** RFC 5530 §3: what may work later. */
    private static final Set<String> TEMPORARY = Set.of("UNAVAILABLE", "INUSE", "LIMIT", "CONTACTADMIN", "SERVERBUG");

    private ImapSessions() {}

    /**
     * Connects and logs in.
     *
     * @throws LoginRefused when the server wants another password, or ours must not be said
     * @throws FetchRefused when it does not want us, or does not encrypt
     */
    static ImapClient open(
            ServerAddress server,
            boolean insecure,
            Credentials login,
            Duration patience,
            Deadlines deadlines,
            DialogueListener listener)
            throws IOException {
        ClientConfig config = Encryption.of(server, insecure, true).config(server, patience);
        ImapClient client;
        try {
            client = ImapClient.connect(config, deadlines, listener);
        } catch (ImapRefused refused) {
            throw new FetchRefused(refused, isTemporary(refused));
        }
        try {
            Encryption.requireSecrecy(server, client.tls().isPresent());
            if (server.mechanism().isEmpty()) {
                client.login(login.user(), login.password());
            } else {
                client.login(login.user(), login.password(), server.mechanism());
            }
            return client;
        } catch (ImapRefused refused) {
            client.close();
            throw new LoginRefused(String.valueOf(refused.getMessage()), isTemporary(refused));
        } catch (IOException failed) {
            client.close();
            throw failed;
        }
    }

    static boolean isTemporary(ImapRefused refused) {
        return TEMPORARY.stream().anyMatch(refused::hasCode);
    }
}
