package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.imap.session.ImapService;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.testing.ForwardingBlobs;
import org.pennypost.store.testing.ForwardingStore;
import org.pennypost.testkit.FakeClock;

/** A store that cannot be read in the middle of a command: what was done is said to be done, and what was not leaves nothing behind. */
class FailingStoreTest {
    private static final int MESSAGES = 6;
    private static final int NEVER = Integer.MAX_VALUE;

    private final FakeClock clock = new FakeClock();
    /** So many more reads of rows, and openings of blobs, succeed. */
    private final AtomicInteger reads = new AtomicInteger(NEVER);

    private final AtomicInteger opens = new AtomicInteger(NEVER);
    private final ForwardingStore store = new ForwardingStore(new MemoryStore(clock)) {
        @Override
        public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
            count(reads);
            return super.read(partition, reader);
        }

        @Override
        public BlobStore blobs() {
            return new ForwardingBlobs(super.blobs()) {
                @Override
                public Optional<Blob> open(BlobId id) throws StoreException {
                    count(opens);
                    return super.open(id);
                }
            };
        }
    };
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
    private final ImapService service = LocalSession.service(mailboxes, store, clock);

    private static void count(AtomicInteger left) throws StoreException {
        if (left.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
            throw new StoreException("the test's disk cannot be read");
        }
    }

    @BeforeEach
    void fill() throws IOException {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] octets = ("Subject: x\r\n\r\nx" + i + "\r\n").getBytes(US_ASCII);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(octets, 0, octets.length);
                draft.finish();
                account.append(account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                        .await();
            }
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void seenThatCameWithABodyThatCannotBeRead() throws IOException {
        try (LocalSession session = new LocalSession(service)) {
            session.say("ENABLE QRESYNC");
            session.say("SELECT INBOX");
            opens.set(2);
            assertThatThrownBy(() -> session.say("FETCH 1:* (BODY.PEEK[HEADER] BODY[TEXT])"))
                    .isInstanceOf(StoreException.class);
            opens.set(NEVER);
            List<String> lines = session.say("NOOP").lines();
            for (int i = 1; i <= MESSAGES; i++) {
                String begin = "* " + i + " FETCH";
                assertThat(lines).anyMatch(line -> line.startsWith(begin) && line.contains("\\Seen"));
            }
        }
    }

    /** Who is told NO gives the command again, and has the message twice. */
    @Test
    void anAppendBehindWhichTheMailboxCannotBeRead() throws IOException {
        try (LocalSession session = new LocalSession(service)) {
            session.say("SELECT INBOX");
            reads.set(0);
            LocalSession.Reply reply =
                    session.append("INBOX", "", List.of("Subject: y\r\n\r\ny\r\n".getBytes(US_ASCII)));
            reads.set(NEVER);
            assertThat(reply.last()).startsWith("OK [APPENDUID ");
            assertThat(session.say("NOOP").lines()).contains("* 7 EXISTS");
        }
    }

    /** RFC 5182 §2.1: else a STORE behind it marks other messages. */
    @Test
    void aSearchThatFailsSavesNothing() throws IOException {
        try (LocalSession session = new LocalSession(service)) {
            session.say("SELECT INBOX");
            session.say("SEARCH RETURN (SAVE) 1:3");
            opens.set(0);
            assertThat(session.sayOrFail("SEARCH RETURN (SAVE) TEXT x5").last()).startsWith("NO");
            opens.set(NEVER);
            assertThat(session.say("STORE $ +FLAGS (\\Deleted)").lines()).isEmpty();
        }
    }

    /** RFC 9051 §6.3.2, wherever it fails. */
    @Test
    void aSelectThatFailsSelectsNothing() throws IOException {
        String since = " " + account.modSeq().number();
        account.expunge(account.inbox(), UidSet.run(2, 1));
        try (LocalSession session = new LocalSession(service)) {
            session.say("ENABLE QRESYNC");
            long validity =
                    account.view(account.inbox()).orElseThrow().uidValidity().number();
            boolean selected = false;
            int failures = 0;
            while (!selected) {
                // What is known needs no reading.
                append();
                reads.set(failures);
                selected = session.sayOrFail("SELECT INBOX (QRESYNC (" + validity + since + "))")
                        .isOk();
                reads.set(NEVER);
                if (!selected) {
                    failures++;
                    assertThat(session.say("FETCH 1 (FLAGS)").last()).startsWith("BAD");
                }
            }
            assertThat(failures).isGreaterThan(1);
        }
    }

    private void append() throws IOException {
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(new byte[] {'\r', '\n'}, 0, 2);
            draft.finish();
            account.append(account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                    .await();
        }
    }
}
