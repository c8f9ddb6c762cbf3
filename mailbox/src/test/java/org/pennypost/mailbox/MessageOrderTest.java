package org.pennypost.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.MessageOrder.Criterion;
import org.pennypost.mailbox.MessageOrder.Row;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.Projector;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** RFC 5256 §3 and RFC 5957 §3. */
class MessageOrderTest {
    /** Header lines, the arrival in seconds and the size of messages 1 to 4. */
    private static final List<String> HEADERS = List.of(
            "From: Zoe <adam@x>\nTo: g: c@x;\nSubject: Re: b\nDate: Mon, 23 Nov 2026 10:00:00 +0000",
            "From: <carl@x>\nTo: b@x\nSubject: B\nDate: Mon, 23 Nov 2026 10:00:00 -0100",
            "From: =?utf-8?Q?=C3=84nne?= <Bob@x>\nSubject: [x] a",
            "Cc: z@x\nSubject: fwd: C\nDate: Mon, 23 Nov 2026 10:30:00 +0000");

    private static final long[] ARRIVALS = {40, 30, 20, 10};
    private static final long[] SIZES = {1, 2, 1, 2};
    private static final double[] LIKENESSES = {0.5, 1, 0.1, 0.5};

    private static Row row(int i, Projection projection) throws StoreException {
        long sent = Glance.of(projection).sentSeconds(ARRIVALS[i]);
        return new Row(i + 1, 9, ARRIVALS[i], sent, SIZES[i], LIKENESSES[i]);
    }

    private static Row row(long key, long modSeq, long arrival, long size) {
        return new Row(key, modSeq, arrival, arrival, size, 1);
    }

    private static String sorted(Criterion... criteria) throws IOException, StoreException {
        MessageOrder order = new MessageOrder(List.of(criteria), 1_000);
        for (int i = 0; i < HEADERS.size(); i++) {
            byte[] message = (HEADERS.get(i) + "\n\n").replace("\n", "\r\n").getBytes(UTF_8);
            Projection projection = Projector.whole(ByteSource.of(message), new byte[0]);
            if (order.needsProjection()) {
                order.add(row(i, projection), projection);
            } else {
                order.add(row(i, projection));
            }
        }
        return Arrays.toString(order.sorted().keys());
    }

    private static Criterion by(SortKey key) {
        return new Criterion(key, false);
    }

    private static Criterion reverse(SortKey key) {
        return new Criterion(key, true);
    }

    @Test
    void eachKeySorts() throws IOException, StoreException {
        assertThat(sorted(by(SortKey.ARRIVAL))).isEqualTo("[4, 3, 2, 1]");
        assertThat(sorted(by(SortKey.SIZE))).isEqualTo("[1, 3, 2, 4]");
        assertThat(sorted(by(SortKey.DATE))).isEqualTo("[3, 1, 4, 2]");
        assertThat(sorted(by(SortKey.FROM))).isEqualTo("[4, 1, 3, 2]");
        assertThat(sorted(by(SortKey.TO))).isEqualTo("[3, 4, 2, 1]");
        assertThat(sorted(by(SortKey.CC))).isEqualTo("[1, 2, 3, 4]");
        assertThat(sorted(by(SortKey.SUBJECT))).isEqualTo("[3, 1, 2, 4]");
        assertThat(sorted(by(SortKey.DISPLAYFROM))).isEqualTo("[4, 3, 2, 1]");
        assertThat(sorted(by(SortKey.DISPLAYTO))).isEqualTo("[3, 4, 2, 1]");
    }

    @Test
    void laterKeysDecideBetweenEqualsAndReverseIsOfOneKey() throws IOException, StoreException {
        assertThat(sorted(reverse(SortKey.SIZE))).isEqualTo("[2, 4, 1, 3]");
        assertThat(sorted(by(SortKey.SIZE), by(SortKey.ARRIVAL))).isEqualTo("[3, 1, 4, 2]");
        assertThat(sorted(reverse(SortKey.SUBJECT), reverse(SortKey.ARRIVAL))).isEqualTo("[4, 1, 2, 3]");
        assertThat(sorted()).isEqualTo("[1, 2, 3, 4]");
    }

    /** RFC 6203 §6: the most like first. */
    @Test
    void relevancySortsTheHighestFirst() throws IOException, StoreException {
        assertThat(sorted(by(SortKey.RELEVANCY))).isEqualTo("[2, 1, 4, 3]");
        assertThat(sorted(reverse(SortKey.RELEVANCY), by(SortKey.ARRIVAL))).isEqualTo("[3, 4, 1, 2]");
        assertThat(sorted(by(SortKey.RELEVANCY), by(SortKey.SUBJECT))).isEqualTo("[2, 1, 4, 3]");
    }

    @Test
    void itSaysWhenEachWasAdded() {
        MessageOrder order = new MessageOrder(List.of(by(SortKey.SIZE)), 0);
        order.add(row(7, 1, 0, 20));
        order.add(row(8, 1, 0, 10));
        assertThat(order.sorted().rows()).containsExactly(1, 0);
    }

    private static Projection subject(String subject) throws IOException {
        return Projector.whole(ByteSource.of(("Subject: " + subject + "\r\n\r\n").getBytes(UTF_8)), new byte[0]);
    }

    /** Texts take what they may, and no more: equal ones are kept once. */
    @Test
    void textsHaveABound() throws IOException, StoreException {
        long room = 10 * (RankedTexts.OVERHEAD_OCTETS + 100);
        MessageOrder order = new MessageOrder(List.of(by(SortKey.SUBJECT)), room);
        for (int i = 0; i < 1_000; i++) {
            order.add(row(i, i, 0, 0), subject("x".repeat(99) + i % 10));
        }
        assertThat(order.isFull()).isFalse();
        order.add(row(1_000, 1, 0, 0), subject("y"));
        assertThat(order.isFull()).isTrue();
        order.add(row(1_001, 1, 0, 0), subject("z"));
        assertThatThrownBy(order::sorted).isInstanceOf(IllegalStateException.class);
    }

    /** As a list of objects is sorted by a comparator. */
    @Test
    void equalsStayInTheirOrder() {
        Gen gen = Gen.seeded("MessageOrderTest");
        for (int round = 0; round < 300; round++) {
            boolean reverse = gen.onceIn(2);
            MessageOrder order =
                    new MessageOrder(List.of(new Criterion(SortKey.SIZE, reverse), by(SortKey.ARRIVAL)), 0);
            record Added(long key, long size, long arrival) {}
            List<Added> rows = gen.list(0, 200, () -> new Added(gen.longNumber(), gen.number(0, 5), gen.number(0, 5)));
            rows.forEach(row -> order.add(row(row.key, -row.key, row.arrival, row.size)));
            Comparator<Added> bySize = Comparator.comparingLong(Added::size);
            List<Added> expected = new ArrayList<>(rows);
            expected.sort((reverse ? bySize.reversed() : bySize).thenComparingLong(Added::arrival));
            MessageOrder.Sorted sorted = order.sorted();
            assertThat(sorted.keys())
                    .isEqualTo(expected.stream().mapToLong(Added::key).toArray());
            assertThat(sorted.modSeqs())
                    .isEqualTo(expected.stream().mapToLong(row -> -row.key).toArray());
        }
    }

    private static long heldOctets() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What a million messages hold in memory, each with a subject of its own, is what the class says. */
    private static void holdsWhatIsSaid(int count) throws StoreException, IOException {
        List<Criterion> criteria = List.of(by(SortKey.SUBJECT), reverse(SortKey.ARRIVAL));
        long before = heldOctets();
        MessageOrder order = new MessageOrder(criteria, Long.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            order.add(row(i, i, i, i), subject(String.format("%040d", i * 31L % count)));
        }
        long held = heldOctets() - before;
        long said = count * (12L * (2 + criteria.size()) + RankedTexts.OVERHEAD_OCTETS + 40);
        assertThat(held).isBetween(said / 3, said + (2 << 20));
        assertThat(order.sorted().keys()).hasSize(count);
    }

    @Test
    void memoryOfManyMessages() throws StoreException, IOException {
        holdsWhatIsSaid(50_000);
    }

    @Test
    @Tag("slow")
    void memoryOfAMillionMessages() throws StoreException, IOException {
        holdsWhatIsSaid(1_000_000);
    }
}
