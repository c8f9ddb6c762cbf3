package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.testing.ForwardingBlobs;
import org.pennypost.store.testing.ForwardingStore;
import org.pennypost.testkit.FakeClock;

/** Messages that are opened together with their neighbours: the right ones, no more than may be wanted, and each closed. */
final class BodiesAheadTest {
    private static final int MESSAGES = 100;

    private final FakeClock clock = new FakeClock();
    private final OpenBlobs store = new OpenBlobs();
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));

    /** Counts the blobs that were opened, and those that are open; one of them may be damaged. */
    private static final class OpenBlobs extends ForwardingStore {
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private Optional<BlobId> damaged = Optional.empty();

        OpenBlobs() {
            super(new MemoryStore());
        }

        @Override
        public BlobStore blobs() {
            return new ForwardingBlobs(super.blobs()) {
                @Override
                public Optional<Blob> open(BlobId id) throws StoreException {
                    if (damaged.equals(Optional.of(id))) {
                        throw new CorruptFile("a pack", 7, "a blob", "nothing");
                    }
                    return super.open(id).map(Counted::new);
                }
            };
        }

        private final class Counted implements Blob {
            private final Blob blob;

            Counted(Blob blob) {
                this.blob = blob;
                opened.incrementAndGet();
                open.incrementAndGet();
            }

            @Override
            public long size() {
                return blob.size();
            }

            @Override
            public int read(long position, ByteBuffer into) throws StoreException {
                return blob.read(position, into);
            }

            @Override
            public void close() {
                blob.close();
                open.decrementAndGet();
            }
        }
    }

    @BeforeEach
    void deliver() throws StoreException {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
        for (int i = 1; i <= MESSAGES; i++) {
            deliver(i, 10);
        }
    }

    private BlobId deliver(int name, int lines) throws StoreException {
        byte[] octets = text(name, lines).getBytes(StandardCharsets.US_ASCII);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(octets, 0, octets.length);
            draft.finish();
            account.append(account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                    .await();
            return draft.id();
        }
    }

    private static String text(int name, int lines) {
        return "Subject: number " + name + "\r\n\r\n" + "A line of the message.\r\n".repeat(lines);
    }

    @AfterEach
    void everyBlobIsClosed() throws StoreException {
        assertThat(store.open).hasValue(0);
        store.close();
    }

    private List<String> subjects(LocalSession session, String command) throws IOException {
        store.opened.set(0);
        LocalSession.Reply reply = session.say(command);
        assertThat(reply.isOk()).as(reply.last()).isTrue();
        assertThat(store.open).hasValue(0);
        return reply.lines().stream()
                .filter(line -> line.startsWith("Subject: number "))
                .map(line -> line.substring("Subject: number ".length()))
                .toList();
    }

    @Test
    void inARow() throws IOException {
        try (LocalSession session = session()) {
            List<String> subjects = subjects(session, "FETCH 1:* BODY.PEEK[]");
            assertThat(subjects).hasSize(MESSAGES).startsWith("1", "2", "3").endsWith("99", "100");
            assertThat(store.opened).hasValue(MESSAGES);
        }
    }

    @Test
    void oneAloneCostsOne() throws IOException {
        try (LocalSession session = session()) {
            assertThat(subjects(session, "FETCH 50 BODY.PEEK[]")).containsExactly("50");
            assertThat(store.opened).hasValue(1);
        }
    }

    @Test
    void hereAndThere() throws IOException {
        try (LocalSession session = session()) {
            assertThat(subjects(session, "FETCH 5,9,20:22,90 BODY.PEEK[HEADER]"))
                    .containsExactly("5", "9", "20", "21", "22", "90");
            assertThat(store.opened).hasValue(6);
        }
    }

    /** While some are read by the other thread, the client's numbers end, or go on elsewhere. */
    @Test
    void rowsWithHoles() throws IOException {
        try (LocalSession session = session()) {
            assertThat(subjects(session, "FETCH 1:64 BODY.PEEK[]")).hasSize(64).endsWith("63", "64");
            assertThat(subjects(session, "FETCH 1:70,99:100 BODY.PEEK[]"))
                    .hasSize(72)
                    .endsWith("69", "70", "99", "100");
        }
    }

    /** With messages as large as these, each is enough at a time. */
    @Test
    void largeOnesOneByOne() throws IOException {
        for (int i = 101; i <= 110; i++) {
            deliver(i, 6_000);
        }
        try (LocalSession session = session()) {
            session.say("FETCH 101:103 BODY.PEEK[1]");
            store.opened.set(0);
            assertThat(subjects(session, "FETCH 101:110 BODY.PEEK[]")).hasSize(10);
            assertThat(store.opened).hasValue(10);
        }
    }

    @Test
    void withGhosts() throws IOException {
        try (LocalSession session = session()) {
            account.expunge(account.inbox(), UidSet.ofRanges(List.of(new UidSet.Range(new Uid(40), new Uid(60)))));
            assertThat(subjects(session, "FETCH 1:* BODY.PEEK[]")).hasSize(MESSAGES);
        }
    }

    /** What comes before a damaged message is told; the command fails at that one and leaves nothing open. */
    @Test
    void oneThatIsDamaged() throws IOException {
        store.damaged = Optional.of(deliver(101, 10));
        deliver(102, 10);
        try (LocalSession session = session()) {
            assertThat(subjects(session, "FETCH 1:100 BODY.PEEK[]")).hasSize(MESSAGES);
            assertThat(subjects(session, "FETCH 102 BODY.PEEK[]")).containsExactly("102");
            assertThatThrownBy(() -> session.say("FETCH 90:102 BODY.PEEK[]")).isInstanceOf(CorruptFile.class);
        }
    }

    private LocalSession session() throws IOException {
        LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, clock));
        session.say("SELECT INBOX");
        return session;
    }
}
