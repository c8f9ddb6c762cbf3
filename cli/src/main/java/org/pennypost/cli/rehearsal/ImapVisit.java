package org.pennypost.cli.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/** What a person's mail programs do with an account over IMAP: look, read, search, mark, file, delete, wait. */
final class ImapVisit {
    private static final int ROUNDS = 2;
    private static final int DRAFTS = 40;

    private static final List<String> LOOKING = List.of(
            "NAMESPACE",
            "LIST \"\" * RETURN (SPECIAL-USE STATUS (MESSAGES UNSEEN UIDNEXT))",
            "STATUS INBOX (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ SIZE)",
            "SELECT INBOX",
            "FETCH 1:* (UID FLAGS)",
            "FETCH 1:* (FLAGS UID RFC822.SIZE INTERNALDATE)",
            "UID FETCH 1:* (ENVELOPE BODYSTRUCTURE)",
            "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (DATE FROM TO SUBJECT MESSAGE-ID REFERENCES)])",
            "FETCH 1:* (PREVIEW MODSEQ)",
            "UID FETCH 1:* (UID BODY.PEEK[])",
            "FETCH 1:50 (BODY.PEEK[TEXT]<0.500> BODY.PEEK[1] BODY.PEEK[1.MIME])",
            "SEARCH UNSEEN",
            "UID SEARCH RETURN (MIN MAX COUNT ALL) SUBJECT rehearsal",
            "SEARCH OR FROM root NOT SINCE 23-Nov-2026",
            "SEARCH BODY penny",
            "SORT (REVERSE DATE) UTF-8 ALL",
            "THREAD REFERENCES UTF-8 ALL");

    private static final List<String> CHANGING = List.of(
            "STORE 1:* +FLAGS.SILENT (\\Seen)",
            "STORE 1:20 FLAGS (\\Answered $Forwarded)",
            "COPY 1:200 Archive",
            "MOVE 1:50 Junk",
            "STORE 1:20 +FLAGS (\\Deleted)",
            "EXPUNGE",
            "CLOSE",
            "CREATE Letters/2026",
            "RENAME Letters Post",
            "DELETE Post/2026",
            "DELETE Post",
            "SELECT Archive",
            "STORE 1:* +FLAGS.SILENT (\\Deleted)",
            "EXPUNGE",
            "SELECT INBOX (QRESYNC (1 1))");

    private ImapVisit() {}

    /** Does it all, several times. */
    static void keep(ClientConfig config, Map.Entry<String, String> login) throws IOException {
        try (Deadlines deadlines = Deadlines.start();
                ImapClient client = ImapClient.connect(config, deadlines, DialogueListener.NONE)) {
            client.login(login.getKey(), login.getValue());
            client.enable("QRESYNC");
            for (int round = 0; round < ROUNDS; round++) {
                all(client, LOOKING);
                all(client, CHANGING);
            }
            for (int number = 0; number < DRAFTS; number++) {
                byte[] draft =
                        Letter.text(login.getKey(), login.getKey(), number).getBytes(StandardCharsets.US_ASCII);
                client.append("Drafts", List.of(), null, draft.length, sink -> sink.accept(draft, 0, draft.length));
            }
            client.idle(Duration.ofMillis(1), _ -> false);
            client.logout();
        }
    }

    private static void all(ImapClient client, List<String> commands) throws IOException {
        for (String command : commands) {
            client.command(command);
        }
    }
}
