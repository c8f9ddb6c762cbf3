package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.server.ImapServerConfig;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.Outcome;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Fuzz;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.LimitExceeded;
import org.pennypost.wire.Link;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.WireLog;

/** A whole session: whatever a client says after its login, it hears lines, and the account is sound afterwards. */
final class ConversationFuzzTest {
    private static final byte[] LOGIN = "0 LOGIN a b\r\n1 SELECT INBOX\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MESSAGES = 3;
    private static final String DEFLATE = " OK DEFLATE begins.\r\n";
    private static final Authenticator EVERYBODY =
            (_, _, _) -> new Outcome.Accepted(new Identity("a@example.test", Partition.FIRST_ACCOUNT));

    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        FakeClock clock = new FakeClock();
        try (MemoryStore store = new MemoryStore(clock)) {
            Mailboxes mailboxes = new Mailboxes(store, clock);
            Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
            mailboxes.createAccount(account.id(), new Quota(100_000, 100));
            for (int i = 0; i < MESSAGES; i++) {
                deliver(store, account, clock);
            }
            ImapServer server = new ImapServer(
                    new ImapServerConfig("localhost", Optional.empty(), true),
                    EVERYBODY,
                    new Mechanisms(EVERYBODY, "localhost", new Random(1), clock),
                    mailboxes,
                    store.blobs(),
                    clock,
                    _ -> {});
            String heard = converse(server, clock, input);
            assertThat(heard).startsWith("* OK ");
            if (!heard.contains(DEFLATE)) {
                assertThat(heard).endsWith("\r\n");
            }
            assertThat(account.check()).isEmpty();
        }
    }

    private static void deliver(MemoryStore store, Account account, FakeClock clock) throws IOException {
        byte[] message = "Subject: one\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(message, 0, message.length);
            draft.finish();
            account.append(account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                    .await();
        }
    }

    private static String converse(ImapServer server, FakeClock clock, byte[] input) throws Exception {
        MemoryLink.Pair pair = MemoryLink.pair(40_000, 143);
        Deadlines deadlines = new Deadlines(clock::nanoTime);
        Link client = pair.client();
        Thread feeder = Thread.ofVirtual().name("fuzz-feeder").start(() -> {
            try {
                client.write(ByteBuffer.wrap(LOGIN));
                client.write(ByteBuffer.wrap(input));
                client.endOutput();
            } catch (IOException closed) {
                // the server has had enough
            }
        });
        StringBuilder heard = new StringBuilder();
        Thread listener = Thread.ofVirtual().name("fuzz-listener").start(() -> {
            ByteBuffer piece = ByteBuffer.allocate(8_192);
            try {
                while (client.read(piece) >= 0) {
                    heard.append(new String(piece.array(), 0, piece.position(), StandardCharsets.ISO_8859_1));
                    piece.clear();
                }
            } catch (IOException closed) {
                // as above
            }
        });
        try (Connection connection = new Connection(pair.server(), deadlines, WireLog.NONE)) {
            server.handle(connection);
            connection.flush();
        } catch (LimitExceeded far) {
            // refused content without end
        } catch (IOException broken) {
            // whoever asks for DEFLATE and sends none
            assertThat(broken).hasMessageContaining("DEFLATE");
        }
        feeder.join();
        listener.join();
        return heard.toString();
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(ConversationFuzzTest.class, ConversationFuzzTest::fuzzerTestOneInput);
    }
}
