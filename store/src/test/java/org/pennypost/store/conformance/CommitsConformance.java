package org.pennypost.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.store.conformance.Fixture.ALICE;
import static org.pennypost.store.conformance.Fixture.BOB;
import static org.pennypost.store.conformance.Fixture.COUNT;
import static org.pennypost.store.conformance.Fixture.bytes;
import static org.pennypost.store.conformance.Fixture.count;
import static org.pennypost.store.conformance.Fixture.draft;
import static org.pennypost.store.conformance.Fixture.key;
import static org.pennypost.store.conformance.Fixture.put;
import static org.pennypost.store.conformance.Fixture.read;
import static org.pennypost.store.conformance.Fixture.rows;
import static org.pennypost.store.conformance.Fixture.submitPut;
import static org.pennypost.store.conformance.Fixture.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Key;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.StoreStopped;

/** Commits: who sees them when, in which order, and what becomes of those that fail. */
interface CommitsConformance extends NewRig {
    @Test
    default void worksSeePendingCommitsAndReadersOnlyDurableOnes() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "1");
            rig.hold();
            Pending<String> first = submitPut(store, ALICE, "a", "2");
            Pending<Long> second = store.submit(ALICE, (now, batch) -> {
                assertThat(text(now, "a")).hasValue("2");
                batch.delete(key("a"));
                batch.add(COUNT, 1);
                return now.counter(COUNT);
            });
            Pending<Long> third = store.submit(ALICE, (now, batch) -> {
                assertThat(text(now, "a")).isEmpty();
                batch.add(COUNT, 1);
                return now.counter(COUNT);
            });
            assertThat(read(store, ALICE, "a")).hasValue("1");
            assertThat(count(store, ALICE)).isZero();
            rig.release();
            assertThat(third.await()).isEqualTo(1);
            assertThat(second.await()).isZero();
            assertThat(first.await()).isEqualTo("a");
            assertThat(read(store, ALICE, "a")).isEmpty();
            assertThat(count(store, ALICE)).isEqualTo(2);
        }
    }

    @Test
    default void pendingVersionsAreTheDurableOnes() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            rig.hold();
            Pending<String> put = submitPut(store, ALICE, "a", "1");
            Pending<Long> seen = store.submit(
                    ALICE, (now, _) -> now.get(key("a")).orElseThrow().version());
            rig.release();
            put.await();
            assertThat(store.<Long>read(
                            ALICE, now -> now.get(key("a")).orElseThrow().version()))
                    .isEqualTo(seen.await());
        }
    }

    @Test
    default void rangesJoinDurableAndPendingRows() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            for (String name : List.of("a", "c", "e", "g", "i", "k", "m")) {
                put(store, ALICE, name, "1");
            }
            rig.hold();
            store.submit(ALICE, (_, batch) -> {
                batch.put(key("b"), bytes("2"));
                batch.put(key("f"), bytes("lost"));
                batch.put(key("z"), bytes("2"));
                batch.delete(key("k"));
                return null;
            });
            store.submit(ALICE, (_, batch) -> {
                batch.deleteRange(key("e"), key("i"));
                batch.put(key("g"), bytes("3"));
                return null;
            });
            List<String> expected = List.of("a=1", "b=2", "c=1", "g=3", "i=1", "m=1", "z=2");
            Pending<Boolean> checked = store.submit(ALICE, (now, _) -> {
                for (int limit : new int[] {1, 2, 3, 5, 6, 7, 8, 100}) {
                    int most = Math.min(limit, expected.size());
                    assertThat(rows(now, limit, false)).isEqualTo(expected.subList(0, most));
                    assertThat(rows(now, limit, true))
                            .isEqualTo(expected.reversed().subList(0, most));
                }
                assertThat(now.range(key("c"), key("i"), 100, false)).hasSize(2);
                assertThat(text(now, "e")).isEmpty();
                assertThat(text(now, "f")).isEmpty();
                return true;
            });
            rig.release();
            assertThat(checked.await()).isTrue();
            assertThat(rows(store, ALICE)).isEqualTo(expected);
        }
    }

    @Test
    default void aWorkThatOnlyReadWaitsForWhatItRead() throws Exception {
        try (Rig rig = rig();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Store store = rig.store();
            rig.hold();
            submitPut(store, ALICE, "a", "1");
            Pending<String> reading =
                    store.submit(ALICE, (now, _) -> text(now, "a").orElse("none"));
            Future<String> told = threads.submit(reading::await);
            assertThat(read(store, ALICE, "a")).isEmpty();
            assertThat(told.isDone()).isFalse();
            rig.release();
            assertThat(told.get()).isEqualTo("1");
            assertThat(read(store, ALICE, "a")).hasValue("1");
        }
    }

    @Test
    default void aWorkWithNothingToWriteReturnsAtOnce() throws Exception {
        try (Rig rig = rig()) {
            rig.hold();
            assertThat(rig.store().<String>update(ALICE, (_, _) -> "done")).isEqualTo("done");
            rig.release();
        }
    }

    @Test
    default void whatAWorkThrowsIsThrownAndNothingWritten() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            assertThatThrownBy(() -> store.submit(ALICE, (_, batch) -> {
                        batch.put(key("a"), bytes("1"));
                        throw new StoreException("no");
                    }))
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessage("no");
            assertThatThrownBy(() -> store.submit(ALICE, (_, _) -> {
                        throw new IllegalStateException("bug");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("bug");
            assertThat(rows(store, ALICE)).isEmpty();
            put(store, ALICE, "a", "2");
            assertThat(rows(store, ALICE)).containsExactly("a=2");
        }
    }

    @Test
    default void aFailedCommitLeavesNothingAndTakesThoseUponItAlong() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "1");
            rig.hold();
            rig.failNextBlob();
            Pending<String> before = submitPut(store, ALICE, "b", "before");
            Pending<String> failing;
            try (BlobDraft draft = draft(store, bytes("bytes for a full disk"))) {
                failing = store.submit(ALICE, (_, batch) -> {
                    batch.link(draft, key("a"));
                    batch.put(key("a"), bytes("2"));
                    batch.add(COUNT, 7);
                    return "failing";
                });
            }
            Pending<String> upon = store.submit(ALICE, (now, batch) -> {
                assertThat(now.counter(COUNT)).isEqualTo(7);
                batch.put(key("c"), bytes("upon"));
                return "upon";
            });
            Pending<String> other = submitPut(store, BOB, "a", "other");
            rig.release();
            assertThatThrownBy(failing::await).isInstanceOf(StoreFull.class);
            assertThatThrownBy(upon::await).isInstanceOf(StoreException.class);
            assertThat(before.await()).isEqualTo("b");
            assertThat(other.await()).isEqualTo("a");
            assertThat(rows(store, ALICE)).containsExactly("a=1", "b=before");
            store.update(ALICE, (now, batch) -> {
                assertThat(now.counter(COUNT)).isZero();
                assertThat(rows(now, 9, false)).containsExactly("a=1", "b=before");
                batch.add(COUNT, 1);
                return null;
            });
            assertThat(count(store, ALICE)).isEqualTo(1);
        }
    }

    @Test
    default void aWorkPlannedWhileAnotherFailsFailsToo() throws Exception {
        try (Rig rig = rig();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Store store = rig.store();
            rig.hold();
            rig.failNextBlob();
            Pending<String> failing;
            try (BlobDraft draft = draft(store, bytes("bytes for a full disk"))) {
                failing = store.submit(ALICE, (_, batch) -> {
                    batch.link(draft, key("a"));
                    batch.add(COUNT, 7);
                    return "failing";
                });
            }
            CountDownLatch planning = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Future<Long> upon = threads.submit(() -> store.<Long>update(ALICE, (now, batch) -> {
                long seen = now.counter(COUNT);
                planning.countDown();
                awaitOrFail(goOn);
                batch.add(COUNT, 1);
                return seen;
            }));
            planning.await();
            rig.release();
            assertThatThrownBy(failing::await).isInstanceOf(StoreFull.class);
            goOn.countDown();
            assertThatThrownBy(upon::get).hasCauseInstanceOf(StoreException.class);
            store.update(ALICE, (now, batch) -> {
                assertThat(now.counter(COUNT)).isZero();
                batch.add(COUNT, 1);
                return null;
            });
            assertThat(count(store, ALICE)).isEqualTo(1);
        }
    }

    private static void awaitOrFail(CountDownLatch latch) throws StoreException {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new StoreException("interrupted", stop);
        }
    }

    @Test
    default void aDraftMayBeLinkedAgainAfterAFailure() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            try (BlobDraft draft = draft(store, bytes("second try"))) {
                rig.failNextBlob();
                assertThatThrownBy(() -> Fixture.link(store, ALICE, "a", draft).await())
                        .isInstanceOf(StoreFull.class);
                Fixture.link(store, ALICE, "a", draft).await();
                assertThat(Fixture.content(store, draft.id())).isEqualTo(bytes("second try"));
            }
        }
    }

    @Test
    default void commitsOfManyWritersAreAtomicAndOrdered() throws Exception {
        int writers = 16;
        int each = 50;
        try (Rig rig = rig();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Store store = rig.store();
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                running.add(threads.submit(() -> {
                    for (int round = 0; round < each; round++) {
                        store.update(ALICE, (now, batch) -> {
                            long next = now.counter(COUNT);
                            batch.add(COUNT, 1);
                            batch.put(Key.of('x').u64(next), bytes("x"));
                            batch.put(Key.of('y').u64(next), bytes("y"));
                            return next;
                        });
                        store.read(ALICE, now -> {
                            int seen = Math.toIntExact(now.counter(COUNT));
                            assertThat(now.range(Key.of('x'), Key.of('y'), 9_999, false))
                                    .hasSize(seen);
                            assertThat(now.range(Key.of('y'), Key.of('z'), 9_999, true))
                                    .hasSize(seen);
                            return null;
                        });
                    }
                    return null;
                }));
            }
            for (Future<?> writing : running) {
                writing.get();
            }
            assertThat(count(store, ALICE)).isEqualTo((long) writers * each);
        }
    }

    @Test
    default void aSlowWorkHoldsUpNoOtherPartition() throws Exception {
        try (Rig rig = rig();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Store store = rig.store();
            CountDownLatch planning = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            Future<?> slow = threads.submit(() -> store.update(ALICE, (_, batch) -> {
                planning.countDown();
                awaitOrFail(goOn);
                batch.put(key("a"), bytes("slow"));
                return "slow";
            }));
            planning.await();
            put(store, BOB, "a", "quick");
            assertThat(read(store, ALICE, "a")).isEmpty();
            goOn.countDown();
            slow.get();
            assertThat(read(store, ALICE, "a")).hasValue("slow");
        }
    }

    @Test
    default void whatWasAcknowledgedIsThereAfterwards() throws Exception {
        try (Rig rig = rig()) {
            put(rig.store(), ALICE, "a", "1");
            rig.store().update(ALICE, (_, batch) -> {
                batch.add(COUNT, 3);
                return null;
            });
            rig.reopen();
            assertThat(read(rig.store(), ALICE, "a")).hasValue("1");
            assertThat(count(rig.store(), ALICE)).isEqualTo(3);
        }
    }

    @Test
    default void closingLetsWaitingWritersEnd() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Rig rig = rig();
            Store store = rig.store();
            rig.hold();
            List<Pending<String>> waiting = new ArrayList<>();
            for (int number = 0; number < 20; number++) {
                waiting.add(submitPut(store, number % 2 == 0 ? ALICE : BOB, "n" + number, "1"));
            }
            Future<?> closing = threads.submit(() -> {
                store.close();
                return null;
            });
            rig.release();
            closing.get();
            for (Pending<String> each : waiting) {
                each.await();
            }
            assertThatThrownBy(() -> put(store, ALICE, "a", "1")).isInstanceOf(StoreStopped.class);
            assertThatThrownBy(() -> read(store, ALICE, "a")).isInstanceOf(StoreStopped.class);
            store.close();
            rig.reopen();
            assertThat(rows(rig.store(), ALICE)).hasSize(10);
            rig.close();
        }
    }
}
