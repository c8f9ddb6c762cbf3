package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.imap.client.FetchedMessage;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/** INTERNALDATE of mail that SMTP brought, at the whole server (RFC 3501 §2.3.3, RFC 9051 §2.3.3). */
class InternalDateTest {
    @Test
    void itIsTheTimeOfTheDelivery(@TempDir Path folder) throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of())) {
            Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            try (Wire smtp = server.connect("smtp")) {
                assertThat(smtp.answer()).startsWith("220 ");
                assertThat(smtp.say("EHLO client.test")).startsWith("250 ");
                assertThat(smtp.say("MAIL FROM:<>")).startsWith("250 ");
                assertThat(smtp.say("RCPT TO:<alice@example.test>")).startsWith("250 ");
                assertThat(smtp.say("DATA")).startsWith("354 ");
                // What the message says of its age is not asked.
                assertThat(smtp.say("Date: Fri, 1 Jan 1999 00:00:00 +0000\r\nReceived: by old.test; 1 Jan 1999 00:00:00"
                                + " +0000\r\n\r\nold\r\n."))
                        .startsWith("250 ");
            }
            Instant after = Instant.now();
            try (Deadlines deadlines = Deadlines.start();
                    ImapClient imap = ImapClient.connect(
                            ClientConfig.plain("127.0.0.1", server.port("imap")), deadlines, DialogueListener.NONE)) {
                imap.login("alice@example.test", server.password("alice@example.test"));
                imap.select("INBOX");
                List<FetchedMessage> told = new ArrayList<>();
                imap.fetch(UidSet.of(new Uid(1)), "(INTERNALDATE)", told::add);
                assertThat(told)
                        .singleElement()
                        .satisfies(message ->
                                assertThat(message.received().orElseThrow()).isBetween(before, after));
            }
        }
    }
}
