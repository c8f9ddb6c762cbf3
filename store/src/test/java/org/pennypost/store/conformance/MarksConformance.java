package org.pennypost.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.store.conformance.Fixture.ALICE;
import static org.pennypost.store.conformance.Fixture.BOB;
import static org.pennypost.store.conformance.Fixture.COUNT;
import static org.pennypost.store.conformance.Fixture.count;
import static org.pennypost.store.conformance.Fixture.draft;
import static org.pennypost.store.conformance.Fixture.link;
import static org.pennypost.store.conformance.Fixture.put;
import static org.pennypost.store.conformance.Fixture.submitPut;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreFull;

/** Marks: what was read stands as long as nothing was committed, and not a moment longer. */
interface MarksConformance extends NewRig {
    @Test
    default void whatWasReadStandsUntilTheNextCommit() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            assertThat(store.isUnchanged(ALICE, store.mark(ALICE))).isTrue();
            put(store, ALICE, "a", "1");
            long mark = store.mark(ALICE);
            assertThat(store.isUnchanged(ALICE, mark)).isTrue();
            put(store, BOB, "a", "1");
            assertThat(store.isUnchanged(ALICE, mark)).isTrue();
            put(store, ALICE, "a", "1");
            assertThat(store.isUnchanged(ALICE, mark)).isFalse();
            assertThat(store.isUnchanged(ALICE, store.mark(ALICE))).isTrue();
        }
    }

    @Test
    default void aWorkThatOnlyReadsChangesNothing() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "1");
            long mark = store.mark(ALICE);
            store.update(ALICE, (now, _) -> now.counter(COUNT));
            assertThat(store.isUnchanged(ALICE, mark)).isTrue();
        }
    }

    @Test
    default void whatWaitsForTheDiskIsNotThereYet() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            rig.hold();
            Pending<String> waiting = submitPut(store, ALICE, "a", "1");
            long mark = store.mark(ALICE);
            assertThat(store.isUnchanged(ALICE, mark)).isTrue();
            rig.release();
            waiting.await();
            assertThat(store.isUnchanged(ALICE, mark)).isFalse();
        }
    }

    @Test
    default void whatIsReadBehindACommitThatFailedStandsAfterTheNext() throws Exception {
        try (Rig rig = rig();
                BlobDraft draft = draft(rig.store(), new byte[] {1, 2, 3})) {
            Store store = rig.store();
            rig.failNextBlob();
            assertThatThrownBy(() -> link(store, ALICE, "a", draft).await()).isInstanceOf(StoreFull.class);
            put(store, ALICE, "a", "1");
            assertThat(store.isUnchanged(ALICE, store.mark(ALICE))).isTrue();
        }
    }

    /** Readers who look only when the mark says so, never fall behind what a writer was told. */
    @Test
    default void whoTrustsMarksSeesWhatWasAcknowledged() throws Exception {
        int commits = 400;
        try (Rig rig = rig();
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Store store = rig.store();
            AtomicLong acknowledged = new AtomicLong();
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Long>> readers = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                readers.add(threads.submit(() -> {
                    long looks = 0;
                    long mark = -1;
                    long seen = 0;
                    boolean last;
                    do {
                        last = over.get();
                        long told = acknowledged.get();
                        if (!store.isUnchanged(ALICE, mark)) {
                            mark = store.mark(ALICE);
                            long now = count(store, ALICE);
                            assertThat(now).isGreaterThanOrEqualTo(seen);
                            seen = now;
                            looks++;
                        }
                        assertThat(seen).isGreaterThanOrEqualTo(told);
                    } while (!last);
                    assertThat(seen).isEqualTo(commits);
                    return looks;
                }));
            }
            for (int commit = 1; commit <= commits; commit++) {
                store.update(ALICE, (_, batch) -> {
                    batch.add(COUNT, 1);
                    return null;
                });
                acknowledged.set(commit);
            }
            over.set(true);
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }
}
