package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.imap.grammar.CommandText;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.ImapService;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendAllResult;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Partition;
import org.pennypost.store.embedded.EmbeddedStore;
import org.pennypost.testkit.FakeClock;

/** SORT and THREAD of very many messages through a session, on the durable store: the memory that they take is what docs/imap.md says. */
class LargeOrderTest {
    private static final int TOGETHER = 1_000;

    /** The octets of a subject: see {@link #message}. */
    private static final int SUBJECT_OCTETS = 40;

    /** What does not grow with the messages: pages of the listing, buffers, classes. */
    private static final long ALWAYS = 16 << 20;

    private final FakeClock clock = new FakeClock();

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void twentyThousand() throws Exception {
        ordersInBoundedMemory(20_000);
    }

    @Test
    @Tag("slow")
    void aMillion() throws Exception {
        ordersInBoundedMemory(1_000_000);
    }

    private void ordersInBoundedMemory(int count) throws Exception {
        try (EmbeddedStore store = EmbeddedStore.open(folder.resolve("store"))) {
            Mailboxes mailboxes = new Mailboxes(store, clock);
            AccountId id = new AccountId(Partition.FIRST_ACCOUNT);
            mailboxes.createAccount(id, Quota.UNLIMITED);
            fill(mailboxes.account(id), store, count);
            Visit visit = new Visit(LocalSession.service(mailboxes, store, clock));
            visit.say("LOGIN a b", 0);
            visit.say("EXAMINE INBOX", Long.MAX_VALUE / 2);
            // The view of the mailbox is there in any case.
            visit.begin();
            // docs/imap.md: 12 octets a message and criterion, and each different text with 96 more.
            visit.say("SORT (SUBJECT) UTF-8 ALL", count * (12L * 3 + 96 + SUBJECT_OCTETS));
            visit.say("UID SORT (REVERSE ARRIVAL SIZE) UTF-8 ALL", count * 12L * 4);
            assertThat(visit.said).startsWith("* SORT ");
            assertThat(visit.numbers()).hasSize(count).doesNotHaveDuplicates();
            visit.say("SORT RETURN (COUNT MIN) (FROM DATE) UTF-8 ALL", count * 12L * 4);
            assertThat(visit.said).contains(" COUNT " + count);
            // 650 octets a message, and 8 for each reference.
            visit.say("THREAD REFERENCES UTF-8 ALL", count * (650L + 8));
            assertThat(visit.numbers()).hasSize(count).doesNotHaveDuplicates();
            visit.say("THREAD ORDEREDSUBJECT UTF-8 ALL", count * 650L);
            assertThat(visit.numbers()).hasSize(count).doesNotHaveDuplicates();
            // Afterwards nothing of it is held.
            visit.say("NOOP", 0);
        }
    }

    private void fill(Account account, EmbeddedStore store, int count) throws IOException {
        for (int first = 0; first < count; first += TOGETHER) {
            List<NewMessage> messages = new ArrayList<>();
            for (int i = first; i < Math.min(count, first + TOGETHER); i++) {
                BlobDraft draft = store.blobs().draft();
                byte[] octets = message(i, count);
                draft.write(octets, 0, octets.length);
                draft.finish();
                messages.add(new NewMessage(draft, new byte[0], clock.instant(), Set.of()));
            }
            assertThat(account.append(account.inbox(), messages)).isInstanceOf(AppendAllResult.Appended.class);
            messages.forEach(message -> message.content().close());
        }
    }

    /** Each with a subject of its own, and each but the first of ten an answer to the one before it. */
    private static byte[] message(int number, int count) {
        String subject = String.format("%0" + SUBJECT_OCTETS + "d", number * 31L % count);
        String references = number % 10 == 0 ? "" : "References: <" + (number - 1) + "@large.test>\r\n";
        return ("From: u" + number % 100 + "@example.test\r\nSubject: " + subject + "\r\nMessage-ID: <" + number
                        + "@large.test>\r\n" + references + "\r\nx\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A session that looks, when the first octets of an answer go out and everything is there that the answer needs, at what is held. */
    private static final class Visit {
        private final ImapSession session;
        private final ByteArrayOutputStream saying = new ByteArrayOutputStream();
        private final ResponseWriter out = new ResponseWriter(this::take);
        private String said = "";
        private long before;
        private long held;

        Visit(ImapService service) throws IOException {
            session = new ImapSession(service, SaslChannel.plain(InetAddress.getLoopbackAddress(), true), false);
        }

        void begin() {
            before = heldOctets();
        }

        private void take(byte[] octets, int offset, int length) {
            if (saying.size() == 0) {
                held = heldOctets() - before;
            }
            saying.write(octets, offset, length);
        }

        /** Says a command, which may hold so many octets. */
        void say(String command, long most) throws IOException {
            saying.reset();
            try (CommandText text = CommandText.of("t " + command)) {
                assertThat(session.execute(text, out).outcome()).isInstanceOf(Outcome.Ok.class);
            }
            out.flush();
            said = saying.toString(StandardCharsets.US_ASCII);
            assertThat(held).as("octets held by " + command).isLessThan(most + ALWAYS);
        }

        List<String> numbers() {
            return List.of(said.replaceAll("[^0-9]+", " ").strip().split(" ", -1));
        }

        private static long heldOctets() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }
}
