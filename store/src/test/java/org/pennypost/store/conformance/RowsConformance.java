package org.pennypost.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.store.conformance.Fixture.ALICE;
import static org.pennypost.store.conformance.Fixture.BOB;
import static org.pennypost.store.conformance.Fixture.COUNT;
import static org.pennypost.store.conformance.Fixture.bytes;
import static org.pennypost.store.conformance.Fixture.count;
import static org.pennypost.store.conformance.Fixture.delete;
import static org.pennypost.store.conformance.Fixture.key;
import static org.pennypost.store.conformance.Fixture.put;
import static org.pennypost.store.conformance.Fixture.read;
import static org.pennypost.store.conformance.Fixture.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/** Rows of one partition: reading, ranges, counters, versions, limits. */
interface RowsConformance extends NewRig {
    @Test
    default void aValueIsReadAsItWasWritten() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "one");
            assertThat(read(store, ALICE, "a")).hasValue("one");
            assertThat(read(store, ALICE, "b")).isEmpty();
            put(store, ALICE, "a", "");
            assertThat(read(store, ALICE, "a")).hasValue("");
            delete(store, ALICE, "a");
            assertThat(read(store, ALICE, "a")).isEmpty();
            delete(store, ALICE, "a");
        }
    }

    @Test
    default void oneValueIsReadWithoutASnapshot() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "one");
            Key key = Key.of('k').text("a");
            Versioned there = store.get(ALICE, key).orElseThrow();
            Versioned seen = store.read(ALICE, now -> now.get(key)).orElseThrow();
            assertThat(there.bytes()).isEqualTo(seen.bytes());
            assertThat(there.version()).isEqualTo(seen.version());
            assertThat(store.get(BOB, key)).isEmpty();
        }
    }

    @Test
    default void partitionsDoNotSeeEachOther() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "alice");
            put(store, BOB, "a", "bob");
            put(store, BOB, "b", "bob");
            assertThat(rows(store, ALICE)).containsExactly("a=alice");
            store.update(ALICE, (_, batch) -> {
                batch.deleteRange(Key.of('\0'), Key.ofBytes(new byte[] {-1, -1}));
                return null;
            });
            assertThat(rows(store, ALICE)).isEmpty();
            assertThat(rows(store, BOB)).containsExactly("a=bob", "b=bob");
        }
    }

    @Test
    default void rangesAreOrderedAsUnsignedBytesAndLimited() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            List<Long> written = List.of(0x80L, 0L, 0xffL, 1L, 0x7fL, 0xffff_ffffL, 0x8000_0000L);
            Key table = Key.of('t');
            store.update(ALICE, (_, batch) -> {
                written.forEach(number -> batch.put(table.u32(number), bytes("" + number)));
                batch.put(Key.of('s').bytes(new byte[] {-1, -1, -1}), bytes("before"));
                batch.put(table, bytes("shorter"));
                batch.put(table.afterPrefix(), bytes("behind"));
                return null;
            });
            List<Long> sorted = written.stream().sorted().toList();
            Key first = table.u32(0);
            Key end = table.afterPrefix();
            store.read(ALICE, snapshot -> {
                assertThat(numbers(snapshot, first, end, 100, false)).isEqualTo(sorted);
                assertThat(numbers(snapshot, first, end, 100, true)).isEqualTo(sorted.reversed());
                assertThat(numbers(snapshot, first, end, 3, false)).isEqualTo(sorted.subList(0, 3));
                assertThat(numbers(snapshot, first, end, 2, true))
                        .isEqualTo(sorted.reversed().subList(0, 2));
                assertThat(numbers(snapshot, table.u32(1), table.u32(0x80), 100, false))
                        .containsExactly(1L, 0x7fL);
                assertThat(numbers(snapshot, table.u32(1), table.u32(0x81), 100, true))
                        .containsExactly(0x80L, 0x7fL, 1L);
                assertThat(numbers(snapshot, table.u32(5), table.u32(5), 100, false))
                        .isEmpty();
                assertThat(numbers(snapshot, table.u32(6), table.u32(5), 100, true))
                        .isEmpty();
                assertThat(snapshot.range(table, end, 1, false).getFirst().key())
                        .isEqualTo(table);
                assertThatThrownBy(() -> snapshot.range(first, end, 0, false))
                        .isInstanceOf(IllegalArgumentException.class);
                return null;
            });
        }
    }

    private static List<Long> numbers(Snapshot snapshot, Key from, Key to, int limit, boolean reverse)
            throws StoreException {
        List<Long> numbers = new ArrayList<>();
        for (Entry row : snapshot.range(from, to, limit, reverse)) {
            assertThat(row.value().bytes()).isEqualTo(bytes("" + row.key().u32At(1)));
            numbers.add(row.key().u32At(1));
        }
        return numbers;
    }

    @Test
    default void aLongRangeIsWhole() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            Key table = Key.of('t');
            for (int start = 0; start < 5_000; start += 1_000) {
                int first = start;
                store.update(ALICE, (_, batch) -> {
                    for (int number = first; number < first + 1_000; number++) {
                        batch.put(table.u32(number), bytes("" + number));
                    }
                    return null;
                });
            }
            List<Long> all =
                    store.read(ALICE, snapshot -> numbers(snapshot, table.u32(0), table.afterPrefix(), 10_000, false));
            assertThat(all).hasSize(5_000).isSorted();
            List<Long> reversed =
                    store.read(ALICE, snapshot -> numbers(snapshot, table.u32(0), table.afterPrefix(), 10_000, true));
            assertThat(reversed).isEqualTo(all.reversed());
        }
    }

    @Test
    default void aRangeIsDeletedAndItsRowsMayComeBack() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            for (String name : List.of("a", "b", "c", "d", "e")) {
                put(store, ALICE, name, "1");
            }
            store.update(ALICE, (_, batch) -> {
                batch.put(key("bb"), bytes("lost"));
                batch.deleteRange(key("b"), key("d"));
                batch.put(key("c"), bytes("2"));
                batch.deleteRange(key("x"), key("a"));
                return null;
            });
            assertThat(rows(store, ALICE)).containsExactly("a=1", "c=2", "d=1", "e=1");
        }
    }

    @Test
    default void theLastChangeOfABatchWins() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "old");
            store.update(ALICE, (_, batch) -> {
                batch.put(key("a"), bytes("1"));
                batch.delete(key("a"));
                batch.delete(key("b"));
                batch.put(key("b"), bytes("1"));
                batch.put(key("b"), bytes("2"));
                return null;
            });
            assertThat(rows(store, ALICE)).containsExactly("b=2");
        }
    }

    @Test
    default void aWorkDoesNotSeeItsOwnBatch() throws Exception {
        try (Rig rig = rig()) {
            rig.store().update(ALICE, (now, batch) -> {
                batch.put(key("a"), bytes("1"));
                batch.add(COUNT, 1);
                assertThat(now.get(key("a"))).isEmpty();
                assertThat(now.counter(COUNT)).isZero();
                return null;
            });
        }
    }

    @Test
    default void countersAdd() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            assertThat(count(store, ALICE)).isZero();
            store.update(ALICE, (_, batch) -> {
                batch.add(COUNT, 5);
                batch.add(COUNT, -7);
                return null;
            });
            assertThat(count(store, ALICE)).isEqualTo(-2);
            store.update(ALICE, (_, batch) -> {
                batch.add(COUNT, 1_000_000_000_000L);
                return null;
            });
            assertThat(count(store, ALICE)).isEqualTo(999_999_999_998L);
            Entry row = store.read(
                    ALICE,
                    now -> now.range(COUNT, COUNT.afterPrefix(), 1, false).getFirst());
            assertThat(row.value().bytes()).containsExactly(0, 0, 0, 0xe8, 0xd4, 0xa5, 0x0f, 0xfe);
            store.update(ALICE, (_, batch) -> {
                batch.delete(COUNT);
                batch.add(COUNT, 3);
                return null;
            });
            assertThat(count(store, ALICE)).isEqualTo(3);
            store.update(ALICE, (_, batch) -> {
                batch.deleteRange(COUNT, COUNT.afterPrefix());
                batch.add(COUNT, 4);
                return null;
            });
            assertThat(count(store, ALICE)).isEqualTo(4);
        }
    }

    @Test
    default void aValueIsNoCounter() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "text");
            assertThatThrownBy(() -> store.update(ALICE, (_, batch) -> {
                        batch.add(key("a"), 1);
                        return null;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not a counter");
            assertThatThrownBy(() -> store.<Long>read(ALICE, now -> now.counter(key("a"))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    default void versionsGrowAndNeverRepeat() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            long last = 0;
            for (int round = 0; round < 4; round++) {
                put(store, ALICE, "a", "same");
                long version = version(store);
                assertThat(version).isGreaterThan(last);
                last = version;
                put(store, ALICE, "b", "other");
                assertThat(version(store)).isEqualTo(version);
                delete(store, ALICE, "a");
                rig.reopen();
                store = rig.store();
            }
        }
    }

    private static long version(Store store) throws StoreException {
        return store.<Long>read(
                ALICE, now -> now.get(key("a")).map(Versioned::version).orElseThrow());
    }

    @Test
    default void checksHoldForWhatTheWorkSaw() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "1");
            long version = version(store);
            store.update(ALICE, (now, batch) -> {
                batch.check(key("a"), now.get(key("a")).orElseThrow().version());
                batch.check(key("b"), 0);
                batch.put(key("a"), bytes("2"));
                return null;
            });
            assertThatThrownBy(() -> store.update(ALICE, (_, batch) -> {
                        batch.check(key("a"), version);
                        batch.put(key("a"), bytes("3"));
                        return null;
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(rows(store, ALICE)).containsExactly("a=2");
        }
    }

    @Test
    default void limitsAreTakenAndExceededClearly() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            Key longest = Key.ofBytes(new byte[Key.BYTES_MAX]);
            byte[] largest = new byte[Store.VALUE_BYTES_MAX];
            store.update(ALICE, (_, batch) -> {
                batch.put(longest, largest);
                return null;
            });
            assertThat(store.read(ALICE, now -> now.get(longest)).orElseThrow().bytes())
                    .hasSize(Store.VALUE_BYTES_MAX);
            assertThatThrownBy(() -> store.update(ALICE, (_, batch) -> {
                        batch.put(key("a"), bytes("not written either"));
                        batch.put(key("b"), new byte[Store.VALUE_BYTES_MAX + 1]);
                        return null;
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("90001")
                    .hasMessageContaining("at most 90000");
            assertThatThrownBy(() -> store.update(ALICE, (_, batch) -> {
                        for (int number = 0; number < 12; number++) {
                            batch.put(key("" + number), largest);
                        }
                        return null;
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 1000000 bytes");
            assertThat(rows(store, ALICE)).isEmpty();
        }
    }

    @Test
    default void aSnapshotEndsWithItsFunction() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            AtomicReference<Snapshot> kept = new AtomicReference<>();
            store.read(ALICE, snapshot -> {
                kept.set(snapshot);
                return null;
            });
            assertThatThrownBy(() -> kept.get().get(key("a"))).isInstanceOf(IllegalStateException.class);
            store.update(ALICE, (now, _) -> {
                kept.set(now);
                return null;
            });
            assertThatThrownBy(() -> kept.get().get(key("a"))).isInstanceOf(IllegalStateException.class);
        }
    }
}
