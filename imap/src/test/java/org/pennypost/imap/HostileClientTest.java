package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.server.ImapServerConfig;
import org.pennypost.imap.session.ImapService;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.Outcome;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Link;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.WireLog;

/** What a client may ask for costs what it should: memory is bounded (by what a thread allocates), and others go on. */
class HostileClientTest {
    private static final long MEGABYTE = 1 << 20;
    private static final Authenticator EVERYBODY =
            (_, _, _) -> new Outcome.Accepted(new Identity("a@example.test", Partition.FIRST_ACCOUNT));

    private final FakeClock clock = new FakeClock();
    private final Deadlines deadlines = new Deadlines(clock::nanoTime);
    private final MemoryStore store = new MemoryStore(clock);
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
    private final ImapService service = LocalSession.service(mailboxes, store, clock);

    @BeforeEach
    void anAccount() throws StoreException {
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
    }

    @AfterEach
    void theAccountIsSound() throws StoreException {
        assertThat(account.check()).isEmpty();
        store.close();
    }

    private void deliver(int count, int octets) throws IOException {
        for (int i = 0; i < count; i++) {
            deliver("Subject: one\r\n\r\n" + "x".repeat(octets) + "\r\n");
        }
    }

    private void deliver(String text) throws IOException {
        byte[] message = text.getBytes(US_ASCII);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(message, 0, message.length);
            draft.finish();
            account.append(account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                    .await();
        }
    }

    private static long allocatedOctets(Thread thread) {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(thread.threadId());
    }

    /** A connection, served by a thread of its own. */
    private final class Served implements AutoCloseable {
        private final Link client;
        private final FutureTask<Boolean> serving;
        private final Thread thread;

        Served(BlobStore blobs) {
            MemoryLink.Pair pair = MemoryLink.pair(40_000, 143);
            client = pair.client();
            ImapServer server = new ImapServer(
                    new ImapServerConfig("localhost", Optional.empty(), true),
                    EVERYBODY,
                    new Mechanisms(EVERYBODY, "localhost", new Random(1), clock),
                    mailboxes,
                    blobs,
                    clock,
                    _ -> {});
            serving = new FutureTask<>(() -> {
                try (Connection connection = new Connection(pair.server(), deadlines, WireLog.NONE)) {
                    server.handle(connection);
                    connection.flush();
                }
                return true;
            });
            // Only of a platform thread is known what it allocates.
            thread = Thread.ofPlatform().start(serving);
        }

        void say(String text) throws IOException {
            client.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
        }

        /** What comes up to a text that ends it. */
        String hear(String last) throws IOException {
            StringBuilder heard = new StringBuilder();
            ByteBuffer piece = ByteBuffer.allocate(1);
            while (heard.indexOf(last, heard.length() - last.length()) < 0 && client.read(piece) >= 0) {
                heard.append((char) piece.flip().get());
                piece.clear();
            }
            assertThat(heard.toString()).contains(last);
            return heard.toString();
        }

        @Override
        public void close() throws IOException {
            client.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aSetOfAHundredThousandRanges() throws IOException {
        deliver(10, 10);
        String odd = IntStream.range(0, 100_000)
                .mapToObj(i -> Integer.toString(2 * i + 1))
                .collect(Collectors.joining(","));
        try (LocalSession session = new LocalSession(service)) {
            session.say("SELECT INBOX");
            long before = allocatedOctets(Thread.currentThread());
            assertThat(session.say("UID FETCH " + odd + " (UID)").lines()).hasSize(5);
            assertThat(session.say("SEARCH NOT UID " + odd).lines()).containsExactly("* SEARCH 2 4 6 8 10");
            assertThat(session.say("UID STORE " + odd + " +FLAGS.SILENT (\\Seen)")
                            .last())
                    .startsWith("OK");
            assertThat(session.say("FETCH " + odd + " (UID)").last()).startsWith("BAD");
            assertThat(allocatedOctets(Thread.currentThread()) - before).isLessThan(150 * MEGABYTE);
        }
    }

    /** Mail made to take memory where it is sorted or threaded: subjects without an end, references to what nobody has. */
    @Test
    void sortAndThreadTakeNoMoreThanTheyMay() throws IOException {
        for (int i = 0; i < 50; i++) {
            String references =
                    IntStream.range(0, 20).mapToObj(Integer::toString).collect(Collectors.joining("@x> <"));
            deliver("Subject: " + i + "x".repeat(500) + "\r\nReferences: <" + references + "@x>\r\n\r\n");
        }
        ImapLimits few = ImapLimits.DEFAULT.withSortOctetsMax(50 * 20 * Long.BYTES);
        try (LocalSession session = new LocalSession(LocalSession.service(mailboxes, store, clock, few))) {
            session.say("SELECT INBOX");
            assertThat(session.say("SORT (SUBJECT) UTF-8 ALL").last()).startsWith("NO [LIMIT]");
            assertThat(session.say("SORT RETURN (MIN) (DISPLAYTO REVERSE SUBJECT) UTF-8 ALL")
                            .last())
                    .startsWith("NO [LIMIT]");
            assertThat(session.say("SORT (SUBJECT) UTF-8 1:10").last()).startsWith("OK");
            assertThat(session.say("SORT (FROM SIZE) UTF-8 ALL").last()).startsWith("OK");
            assertThat(session.say("THREAD REFERENCES UTF-8 ALL").last()).startsWith("OK");
            deliver("References: <one@x> <more@x>\r\n\r\n");
            session.say("NOOP");
            assertThat(session.say("THREAD REFERENCES UTF-8 ALL").last()).startsWith("NO [LIMIT]");
            assertThat(session.say("THREAD REFERENCES UTF-8 2:51").last()).startsWith("OK");
        }
    }

    @Test
    void keysNestedWithoutEnd() throws IOException {
        deliver(1, 10);
        try (LocalSession session = new LocalSession(service)) {
            session.say("SELECT INBOX");
            for (String deeper : List.of("(", "NOT ", "OR ALL ")) {
                String close = deeper.equals("(") ? ")" : "";
                assertThat(session.say("SEARCH " + deeper.repeat(99) + "ALL" + close.repeat(99))
                                .isOk())
                        .as(deeper)
                        .isTrue();
                assertThat(session.say("SEARCH " + deeper.repeat(100_000) + "ALL" + close.repeat(100_000))
                                .last())
                        .startsWith("BAD")
                        .contains("nested");
            }
            assertThat(session.say("SEARCH" + " ALL".repeat(10_001)).last()).startsWith("BAD");
            assertThat(session.say("FETCH 1 (BODY[" + "1.".repeat(100_000) + "1])")
                            .last())
                    .startsWith("BAD");
            assertThat(session.say("LIST \"\" " + "*%".repeat(50_000)).last()).startsWith("BAD");
            assertThat(session.say("LIST \"\" (" + "(".repeat(50_000)).last()).startsWith("BAD");
        }
    }

    @Test
    void aLineOfTenMegabytes() throws Exception {
        try (Served served = new Served(store.blobs())) {
            served.hear("ready.\r\n");
            served.say("a LOGIN a b\r\n");
            served.hear("a OK");
            long before = allocatedOctets(served.thread);
            String piece = "x".repeat(10_000);
            served.say("b NOOP ");
            for (int i = 0; i < 1_000; i++) {
                served.say(piece);
            }
            served.say("\r\nc NOOP\r\n");
            assertThat(served.hear("c OK")).contains("* BAD The line is longer than 1048576 octets");
            assertThat(allocatedOctets(served.thread) - before).isLessThan(8 * MEGABYTE);
        }
    }

    /** Nobody is known yet: less is read. */
    @Test
    void aLineBeforeTheLogin() throws Exception {
        try (Served served = new Served(store.blobs())) {
            served.hear("ready.\r\n");
            served.say("a NOOP " + "x".repeat(20_000) + "\r\nb NOOP\r\n");
            assertThat(served.hear("b OK")).contains("* BAD The line is longer than 16384 octets");
            served.say("c LOGIN a b\r\nd NOOP " + "x".repeat(20_000) + "\r\ne NOOP\r\n");
            assertThat(served.hear("e OK")).contains("d BAD");
        }
    }

    /** A literal that does not wait, and is far beyond what is passed over: the connection ends before it comes. */
    @Test
    void aLiteralThatNobodyWillRead() throws Exception {
        try (Served served = new Served(store.blobs())) {
            served.hear("ready.\r\n");
            served.say("a LOGIN a b\r\nb APPEND INBOX {" + (Connection.UNWANTED_BYTES_MAX + 1) + "+}\r\n");
            served.client.endOutput();
            assertThat(served.hear("passed over.\r\n")).contains("* BYE");
        }
    }

    @Test
    void moreAttributesAndFieldsThanAreTold() throws IOException {
        deliver(1, 10);
        String fields = IntStream.range(0, 1_000).mapToObj(i -> "X" + i).collect(Collectors.joining(" "));
        String items = "BODY[1]<0.1> ".repeat(1_000).strip();
        try (LocalSession session = new LocalSession(service)) {
            session.say("SELECT INBOX");
            assertThat(session.say("FETCH 1 BODY[HEADER.FIELDS (" + fields + ")]")
                            .last())
                    .startsWith("OK");
            assertThat(session.say("FETCH 1 BODY[HEADER.FIELDS (" + fields + " Y)]")
                            .last())
                    .startsWith("BAD");
            assertThat(session.say("FETCH 1 (" + items + ")").last()).startsWith("OK");
            assertThat(session.say("FETCH 1 (" + items + " BODY[1]<0.1>)").last())
                    .startsWith("BAD");
        }
    }

    /** More messages are gone than a session keeps as ghosts: it is told nothing more until it may be told that they are gone. */
    @Test
    void moreGhostsThanAreKept() throws IOException {
        deliver(10_003, 1);
        try (LocalSession session = new LocalSession(service)) {
            session.say("SELECT INBOX");
            account.expunge(account.inbox(), UidSet.ofRanges(List.of(new UidSet.Range(new Uid(1), new Uid(10_001)))));
            deliver(1, 1);
            assertThat(session.say("FETCH 10003 (UID)").lines()).containsExactly("* 10003 FETCH (UID 10003)");
            List<String> news = session.say("NOOP").lines();
            assertThat(news.stream().filter(line -> line.endsWith(" EXPUNGE"))).hasSize(10_001);
            assertThat(news).contains("* 3 EXISTS");
        }
    }

    @Test
    void aHundredSessionsAndNoMore() throws IOException {
        List<LocalSession> sessions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            LocalSession session = new LocalSession(service);
            assertThat(session.say("SELECT INBOX").isOk()).isTrue();
            sessions.add(session);
        }
        try (LocalSession one = new LocalSession(service)) {
            assertThat(one.say("LOGIN a b").last()).startsWith("NO [LIMIT]");
            sessions.removeLast().close();
            assertThat(one.say("LOGIN a b").last()).startsWith("OK");
        }
        sessions.forEach(LocalSession::close);
    }

    @Test
    void whoReadsNothingIsWaitedForAloneAndThenLeft() throws Exception {
        deliver(40, 1_000_000);
        try (Served deaf = new Served(store.blobs());
                Served other = new Served(store.blobs())) {
            deaf.hear("ready.\r\n");
            deaf.say("a LOGIN a b\r\nb SELECT INBOX\r\n");
            deaf.hear("b OK");
            long before = allocatedOctets(deaf.thread);
            deaf.say("c FETCH 1:* (BODY.PEEK[] ENVELOPE BODYSTRUCTURE)\r\n".repeat(100));
            other.hear("ready.\r\n");
            other.say("a LOGIN a b\r\nb SELECT INBOX\r\nc STORE 1:* +FLAGS (\\Seen)\r\nd FETCH 40 BODY[]\r\n");
            assertThat(other.hear("d OK")).contains("* 40 FETCH (FLAGS (\\Seen");
            while (!deaf.serving.isDone()) {
                clock.advance(Connection.WRITE_TIMEOUT);
                deadlines.sweep();
                Thread.onSpinWait();
            }
            assertThat(deaf.serving.state()).isEqualTo(Future.State.FAILED);
            assertThat(deaf.serving.exceptionNow()).isInstanceOf(SocketTimeoutException.class);
            // Forty messages of a megabyte, a hundred times: of all that, buffers alone.
            assertThat(allocatedOctets(deaf.thread) - before).isLessThan(4 * MEGABYTE);
        }
    }

    /** The store, of which is known which drafts were made. */
    private record Watched(BlobStore store, List<BlobDraft> drafts) implements BlobStore {
        @Override
        public BlobDraft draft() throws StoreException {
            BlobDraft draft = store.draft();
            drafts.add(draft);
            return draft;
        }

        @Override
        public Optional<Blob> open(BlobId id) throws StoreException {
            return store.open(id);
        }
    }

    @Test
    void anAppendCutOffLeavesNothing() throws Exception {
        String message = "Subject: one\r\n\r\n";
        String whole = "b APPEND INBOX (\\Seen) {16+}\r\n" + message + " {16+}\r\n" + message + "\r\n";
        for (int end = 1; end < whole.length(); end++) {
            Watched blobs = new Watched(store.blobs(), new CopyOnWriteArrayList<>());
            try (Served served = new Served(blobs)) {
                served.hear("ready.\r\n");
                served.say("a LOGIN a b\r\n");
                served.hear("a OK");
                served.say(whole.substring(0, end));
                served.client.endOutput();
                served.thread.join();
            }
            assertThat(account.view(account.inbox()).orElseThrow().size())
                    .as("cut off behind octet %d", end)
                    .isZero();
            for (BlobDraft draft : blobs.drafts()) {
                assertThat(isClosed(draft)).as("cut off behind octet %d", end).isTrue();
            }
        }
    }

    private static boolean isClosed(BlobDraft draft) throws StoreException {
        try {
            draft.read(0, new byte[1], 0, 1);
            return false;
        } catch (IllegalStateException closed) {
            assertThat(closed).hasMessageContaining("closed");
            return true;
        }
    }

    @Test
    void anAppendThatSpellsNothingAppendsNothing() throws Exception {
        String message = "{4+}\r\na\r\n\n";
        List<String> wrong = List.of(
                "b APPEND\r\n",
                "b APPEND INBOX\r\n",
                "b APPEND INBOX \r\n",
                "b APPEND INBOX ()\r\n",
                "b APPEND INBOX \"a\"\r\n",
                "b APPEND INBOX (\\Seen " + message + "\r\n",
                "b APPEND INBOX ((\\Seen)) " + message + "\r\n",
                "b APPEND INBOX (\\Recent) " + message + "\r\n",
                "b APPEND INBOX () () " + message + "\r\n",
                "b APPEND INBOX \"99-Feb-2026 00:00:00 +0000\" " + message + "\r\n",
                "b APPEND INBOX  " + message + "\r\n",
                "b APPEND INBOX " + message + " \r\n",
                "b APPEND INBOX " + message + "x\r\n",
                "b APPEND INBOX " + message + message + "\r\n",
                "b APPEND INBOX " + message + " (\\Seen)\r\n",
                "b APPEND INBOX UTF8 (" + "~" + message + "\r\n",
                "b APPEND INBOX {4+}\r\na\0b\n\r\n");
        for (String append : wrong) {
            try (Served served = new Served(store.blobs())) {
                served.hear("ready.\r\n");
                served.say("a LOGIN a b\r\n");
                served.hear("a OK");
                served.say(append + "c NOOP\r\n");
                assertThat(served.hear("c OK")).as(append).contains("b BAD");
            }
            assertThat(account.view(account.inbox()).orElseThrow().size())
                    .as(append)
                    .isZero();
        }
    }
}
