package org.pennypost.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Key;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.embedded.EmbeddedStore;
import org.pennypost.testkit.FakeClock;

class QueueTest {
    private static final long ALICE = 1_000;
    private static final long BOB = 1_001;
    private static final SendingLimits LIMITS = new SendingLimits(3, 5, 4, 6);
    private static final SendingLimits WIDE = new SendingLimits(10_000, 10_000, 10_000, 10_000);

    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore();
    private final Queue queue = new Queue(store, LIMITS, clock);

    @AfterEach
    void sound() throws Exception {
        assertThat(queue.check()).isEmpty();
        assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        store.close();
    }

    @Test
    void whatIsHeldIsThereAsItWasGiven() throws Exception {
        QueueId id = held(hold(store, queue, ALICE, "hello", "a@one.test", "\"b c\"@two.test"));

        HeldMessage message = queue.find(id).orElseThrow();
        assertThat(message.account()).isEqualTo(ALICE);
        assertThat(message.accepted()).isEqualTo(FakeClock.START);
        assertThat(message.from()).isEqualTo(ReversePath.of(Mailbox.parse("alice@example.test")));
        assertThat(message.parameters()).isEqualTo("BODY=8BITMIME");
        assertThat(message.form()).isEqualTo(new HeldMessage.Form(true, false, true));
        assertThat(new String(message.prefix(), StandardCharsets.US_ASCII)).isEqualTo("X: y\r\n");
        assertThat(message.octets()).isEqualTo(11);
        assertThat(queue.recipients(id))
                .containsExactly(
                        new HeldRecipient(Mailbox.parse("a@one.test"), "NOTIFY=NEVER"),
                        new HeldRecipient(Mailbox.parse("\"b c\"@two.test"), "NOTIFY=NEVER"));
        try (Blob content = store.blobs().open(message.content()).orElseThrow()) {
            assertThat(content.size()).isEqualTo(5);
        }
        assertThat(QueueId.parse(id.toString())).contains(id);
    }

    @Test
    void whatIsRemovedLeavesNothing() throws Exception {
        QueueId id = held(hold(store, queue, ALICE, "hello", "a@one.test"));
        QueueId other = held(hold(store, queue, BOB, "hello", "a@one.test"));

        assertThat(queue.remove(id)).isTrue();
        assertThat(queue.remove(id)).isFalse();
        assertThat(queue.find(id)).isEmpty();
        assertThat(queue.recipients(id)).isEmpty();
        assertThat(queue.inOrder(10)).extracting(HeldMessage::id).containsExactly(other);
        assertThat(queue.remove(other)).isTrue();
        assertThat(store.check(CheckDepth.BYTES).blobs()).isZero();
    }

    @Test
    void theOldestComeFirstWhateverTheirBucket() throws Exception {
        List<QueueId> held = new ArrayList<>();
        for (long account : new long[] {1_005, 1_001, 1_003, 1_001}) {
            held.add(held(hold(store, queue, account, "hello", "a@one.test")));
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(queue.inOrder(10)).extracting(HeldMessage::id).containsExactlyElementsOf(held);
        assertThat(queue.inOrder(2)).extracting(HeldMessage::id).containsExactlyElementsOf(held.subList(0, 2));
        assertThat(held).doesNotHaveDuplicates();
    }

    /** RFC 6710 §5: the order is by priority, then by age, in every bucket and over all. */
    @Test
    void thoseOfHigherPriorityComeFirst() throws Exception {
        Queue wide = new Queue(store, WIDE, clock);
        List<QueueId> low = new ArrayList<>();
        List<QueueId> ordinary = new ArrayList<>();
        List<QueueId> high = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            low.add(held(hold(wide, ALICE + i % 3, "BODY=8BITMIME MT-PRIORITY=-2")));
            ordinary.add(held(hold(wide, ALICE + i % 3, i % 2 == 0 ? "" : "MT-PRIORITY=0")));
            high.addFirst(held(hold(wide, ALICE + i % 3, "MT-PRIORITY=" + (i + 1) + " RET=HDRS")));
            clock.advance(Duration.ofSeconds(1));
        }
        List<QueueId> all = new ArrayList<>(high);
        all.addAll(ordinary);
        all.addAll(low);
        for (int limit : new int[] {1, 5, 8, 12, 14, 17, 18, 100}) {
            assertThat(wide.inOrder(limit))
                    .extracting(HeldMessage::id)
                    .containsExactlyElementsOf(all.subList(0, Math.min(limit, all.size())));
        }
        assertThat(wide.find(high.getFirst()).orElseThrow().priority()).isEqualTo(6);
        assertThat(wide.check()).isEmpty();
        for (QueueId id : all) {
            assertThat(wide.remove(id)).isTrue();
        }
        assertThat(wide.inOrder(9)).isEmpty();
    }

    @Test
    void anOrderThatNamesOthersIsDamage() throws Exception {
        QueueId id = held(hold(queue, ALICE, "MT-PRIORITY=3"));
        HeldMessage message = queue.find(id).orElseThrow();
        Partition bucket = Partition.queue(id.bucket());
        store.update(bucket, (_, batch) -> {
            batch.delete(QueueFormat.ranked(message));
            batch.put(QueueFormat.RANKED.u32(1).u64(id.number()), QueueFormat.writeMark());
            return true;
        });
        assertThat(queue.check())
                .containsExactlyInAnyOrder(
                        "the queue's message " + id + " has a priority that the order does not know",
                        "the queue's order names " + id + ", which is not there or has another priority");
        queue.remove(id);
        assertThat(queue.check())
                .containsExactly("the queue's order names " + id + ", which is not there or has another priority");
        store.update(bucket, (_, batch) -> {
            batch.delete(QueueFormat.RANKED.u32(1).u64(id.number()));
            return true;
        });
    }

    /** A program that knows nothing of times must not take it for one that may leave. */
    @Test
    void whatIsHeldBackIsARecordOfAnotherForm() throws Exception {
        QueueId id = heldBack(FakeClock.START.plusNanos(1));
        assertThat(queue.find(id).orElseThrow().release()).contains(FakeClock.START.plusMillis(1));
        Key key = QueueFormat.message(id);
        assertThat(store.get(Partition.queue(id.bucket()), key).orElseThrow().bytes())
                .startsWith((byte) 2);
        assertThat(queue.schedule().nextAfter(FakeClock.START)).contains(FakeClock.START.plusMillis(1));
        assertThat(queue.remove(id)).isTrue();
        assertThat(queue.schedule().nextAfter(FakeClock.START)).isEmpty();
        assertThat(store.check(CheckDepth.BYTES).blobs()).isZero();
    }

    @Test
    void whatIsSettledIsSettledOnce() throws Exception {
        QueueId id = heldBack(FakeClock.START.plusSeconds(1));
        List<HeldMessage> due = new ArrayList<>();
        queue.schedule().due(FakeClock.START, due::add);
        assertThat(due).isEmpty();
        queue.schedule().due(FakeClock.START.plusSeconds(1), due::add);
        assertThat(due).extracting(HeldMessage::id).containsExactly(id);
        List<HeldRecipient> some = queue.recipients(id);
        Schedule.Outcome both = new Schedule.Outcome(some, some, FakeClock.START.plusSeconds(9), Set.of(ALICE));
        assertThat(queue.schedule().settle(due.getFirst(), both)).isTrue();
        assertThat(queue.schedule().settle(due.getFirst(), both)).isFalse();
        assertThat(queue.inOrder(9))
                .extracting(HeldMessage::release)
                .containsExactly(Optional.empty(), Optional.of(FakeClock.START.plusSeconds(9)));
        List<String> done = new ArrayList<>();
        queue.schedule().done((which, account) -> done.add(which + " " + account));
        assertThat(done).containsExactly(id + " " + ALICE);
        queue.schedule().forgotten(id);
        queue.schedule().done((which, account) -> done.add("more"));
        assertThat(done).hasSize(1);
        for (HeldMessage message : queue.inOrder(9)) {
            assertThat(queue.remove(message.id())).isTrue();
        }
        assertThat(store.check(CheckDepth.BYTES).blobs()).isZero();
    }

    @Test
    void aScheduleThatNamesOthersIsDamage() throws Exception {
        Instant time = FakeClock.START.plusSeconds(1);
        QueueId id = heldBack(time);
        Partition bucket = Partition.queue(id.bucket());
        Key row = QueueFormat.schedule(time, id);
        store.update(bucket, (_, batch) -> {
            batch.delete(row);
            batch.put(QueueFormat.schedule(time.plusSeconds(1), id), QueueFormat.writeMark());
            batch.add(QueueFormat.heldBack(ALICE), 1);
            return true;
        });
        assertThat(queue.check())
                .containsExactlyInAnyOrder(
                        "the queue's message " + id + " has a time that the schedule does not know",
                        "the queue's schedule names " + id + ", which is not there or has another time",
                        "the queue counts other octets as held back for account " + ALICE + " than there are");
        store.update(bucket, (_, batch) -> {
            batch.put(row, QueueFormat.writeMark());
            batch.delete(QueueFormat.schedule(time.plusSeconds(1), id));
            batch.add(QueueFormat.heldBack(ALICE), -1);
            return true;
        });
    }

    private QueueId heldBack(Instant until) throws Exception {
        List<HeldRecipient> one = List.of(new HeldRecipient(Mailbox.parse("a@one.test"), ""));
        try (BlobDraft content = content(store, "hello")) {
            OutboundMessage at = message(ALICE, "MT-PRIORITY=3", content, one);
            OutboundMessage later = new OutboundMessage(
                    at.account(),
                    at.from(),
                    at.parameters(),
                    at.form(),
                    at.prefix(),
                    content,
                    List.of(),
                    Optional.of(new OutboundMessage.HeldBack(until, one)));
            return held(queue.hold(later).await());
        }
    }

    @Test
    void messagesOfAnHourAndOfADayAreLimited() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(queue.against(ALICE)).isEmpty();
            assertThat(queue.count(ALICE).await()).isEmpty();
        }
        LimitReached hour = new LimitReached(
                LimitReached.Counted.MESSAGES, false, 3, Optional.of(FakeClock.START.plus(Duration.ofMinutes(65))));
        assertThat(queue.against(ALICE)).contains(hour);
        assertThat(queue.count(ALICE).await()).contains(hour);
        assertThat(hold(store, queue, ALICE, "hello", "a@one.test")).isEqualTo(new HoldResult.OverLimit(hour));
        assertThat(queue.against(BOB)).isEmpty();

        clock.advance(Duration.ofMinutes(65));
        assertThat(queue.count(ALICE).await()).isEmpty();
        assertThat(queue.count(ALICE).await()).isEmpty();
        assertThat(queue.count(ALICE).await())
                .contains(new LimitReached(
                        LimitReached.Counted.MESSAGES,
                        true,
                        5,
                        Optional.of(FakeClock.START.plus(Duration.ofHours(25)))));
    }

    @Test
    void whatAnotherServerCountedStandsAtOnceAndIsSaidEarlyAMomentLater() throws Exception {
        Queue other = new Queue(store, LIMITS, clock);
        assertThat(queue.against(ALICE)).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(other.count(ALICE).await()).isEmpty();
        }

        assertThat(queue.count(ALICE).await()).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(queue.against(ALICE)).isPresent();
    }

    @Test
    void onlyStrangersCountAsNewRecipientsAndOnlyOnce() throws Exception {
        held(hold(store, queue, ALICE, "one", "a@one.test", "b@one.test", "a@ONE.test"));
        held(hold(store, queue, ALICE, "two", "a@one.test", "b@one.test", "c@one.test", "d@one.test"));

        LimitReached hour = new LimitReached(
                LimitReached.Counted.NEW_RECIPIENTS,
                false,
                4,
                Optional.of(FakeClock.START.plus(Duration.ofMinutes(65))));
        assertThat(queue.against(ALICE, addresses("e@one.test"))).contains(hour);
        assertThat(queue.against(ALICE, addresses("a@one.test", "d@one.test"))).isEmpty();
        assertThat(hold(store, queue, ALICE, "three", "a@one.test", "e@one.test"))
                .isEqualTo(new HoldResult.OverLimit(hour));
        held(hold(store, queue, ALICE, "three", "a@one.test"));
    }

    @Test
    void moreStrangersThanEverAllowedHaveNoTimeToComeAgain() throws Exception {
        assertThat(queue.against(ALICE, addresses("a@t.test", "b@t.test", "c@t.test", "d@t.test", "e@t.test")))
                .contains(new LimitReached(LimitReached.Counted.NEW_RECIPIENTS, false, 4, Optional.empty()));
    }

    @Test
    void manySessionsOfAnAccountDoNotGetRoundItsLimit() throws Exception {
        List<Pending<Optional<LimitReached>>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(queue.count(ALICE));
        }
        int counted = 0;
        for (Pending<Optional<LimitReached>> one : all) {
            counted += one.await().isEmpty() ? 1 : 0;
        }
        assertThat(counted).isEqualTo(LIMITS.messagesPerHourMax());
    }

    @Test
    void whatTheStoreRefusedIsNeitherHeldNorCounted() throws Exception {
        store.failNext(new StoreFull("no room"));
        assertThatThrownBy(() -> hold(store, queue, ALICE, "hello", "a@one.test"))
                .isInstanceOf(StoreException.class);

        assertThat(queue.inOrder(10)).isEmpty();
        for (int i = 0; i < 3; i++) {
            held(hold(store, queue, ALICE, "hello", "a@one.test"));
        }
    }

    @Test
    void aThousandRecipientsAreOneMessageAndMoreThanACommitTakesAreRefused() throws Exception {
        List<HeldRecipient> thousand = recipients(1_000, "");
        Queue wide = new Queue(store, WIDE, clock);
        try (BlobDraft content = content(store, "hello")) {
            QueueId id = held(wide.hold(message(ALICE, content, thousand)).await());
            assertThat(wide.recipients(id)).isEqualTo(thousand);
            List<HeldRecipient> tooMany = recipients(1_000, "ORCPT=" + "x".repeat(900));
            assertThat(OutboundMessage.holds(tooMany)).isFalse();
            assertThatThrownBy(() -> wide.hold(message(ALICE, content, tooMany)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void damageIsFound() throws Exception {
        QueueId id = held(hold(store, queue, ALICE, "hello", "a@one.test"));
        Partition bucket = Partition.queue(id.bucket());
        byte[] row = store.get(bucket, QueueFormat.message(id)).orElseThrow().bytes();
        store.update(bucket, (now, batch) -> {
            batch.delete(QueueFormat.recipient(id, 0));
            batch.put(QueueFormat.recipient(new QueueId(id.number() + Queue.BUCKETS), 0), new byte[] {9});
            return true;
        });
        assertThat(queue.check())
                .hasSize(2)
                .allSatisfy(sentence -> assertThat(sentence).startsWith("the queue"));
        store.update(bucket, (now, batch) -> {
            batch.put(QueueFormat.message(id), new byte[] {9, 9});
            batch.delete(QueueFormat.recipient(new QueueId(id.number() + Queue.BUCKETS), 0));
            return true;
        });
        assertThat(queue.check()).singleElement().asString().contains("newer program");
        store.update(bucket, (now, batch) -> {
            batch.put(QueueFormat.message(id), row);
            batch.put(
                    QueueFormat.recipient(id, 0),
                    QueueFormat.write(new HeldRecipient(new Mailbox("a", "one.test"), "")));
            return true;
        });
    }

    @Test
    void whatIsHeldSurvivesARestart(@TempDir Path folder) throws Exception {
        QueueId id;
        try (Store disk = EmbeddedStore.open(folder)) {
            id = held(hold(disk, new Queue(disk, LIMITS, clock), ALICE, "hello", "a@one.test", "b@one.test"));
        }
        try (Store disk = EmbeddedStore.open(folder)) {
            Queue again = new Queue(disk, LIMITS, clock);
            assertThat(again.inOrder(10)).extracting(HeldMessage::id).containsExactly(id);
            assertThat(again.recipients(id)).hasSize(2);
            assertThat(again.against(ALICE, addresses("c@one.test", "d@one.test", "e@one.test")))
                    .isPresent();
            assertThat(held(hold(disk, again, ALICE, "hello", "a@one.test"))).isGreaterThan(id);
            assertThat(again.check()).isEmpty();
            assertThat(disk.check(CheckDepth.BYTES).damage()).isEmpty();
        }
    }

    private static QueueId held(HoldResult result) {
        assertThat(result).isInstanceOf(HoldResult.Held.class);
        return ((HoldResult.Held) result).id();
    }

    private static HoldResult hold(Store store, Queue queue, long account, String text, String... recipients)
            throws Exception {
        List<HeldRecipient> all = new ArrayList<>();
        for (Mailbox address : addresses(recipients)) {
            all.add(new HeldRecipient(address, "NOTIFY=NEVER"));
        }
        try (BlobDraft content = content(store, text)) {
            return queue.hold(message(account, content, all)).await();
        }
    }

    private HoldResult hold(Queue queue, long account, String parameters) throws Exception {
        try (BlobDraft content = content(store, "hello")) {
            return queue.hold(message(
                            account, parameters, content, List.of(new HeldRecipient(Mailbox.parse("a@one.test"), ""))))
                    .await();
        }
    }

    private static OutboundMessage message(long account, BlobDraft content, List<HeldRecipient> recipients)
            throws Exception {
        return message(account, "BODY=8BITMIME", content, recipients);
    }

    private static OutboundMessage message(
            long account, String parameters, BlobDraft content, List<HeldRecipient> recipients) throws Exception {
        return new OutboundMessage(
                account,
                ReversePath.of(Mailbox.parse("alice@example.test")),
                parameters,
                new HeldMessage.Form(true, false, true),
                "X: y\r\n".getBytes(StandardCharsets.US_ASCII),
                content,
                recipients);
    }

    private static BlobDraft content(Store store, String text) throws StoreException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        BlobDraft draft = store.blobs().draft();
        draft.write(bytes, 0, bytes.length);
        draft.finish();
        return draft;
    }

    private static List<HeldRecipient> recipients(int count, String parameters) {
        List<HeldRecipient> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new HeldRecipient(new Mailbox("user" + i, "one.test"), parameters));
        }
        return all;
    }

    private static List<Mailbox> addresses(String... texts) throws Exception {
        List<Mailbox> all = new ArrayList<>();
        for (String text : texts) {
            all.add(Mailbox.parse(text));
        }
        return all;
    }
}
