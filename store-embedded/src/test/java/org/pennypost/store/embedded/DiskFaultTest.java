package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.StoreStopped;
import org.pennypost.store.embedded.FaultyDisk.Call;
import org.pennypost.store.embedded.FaultyDisk.Fault;
import org.pennypost.store.embedded.Mail.Message;

/** A disk that fails at the n-th call, for every n: what was acknowledged is there, what was refused is not. */
@ExtendWith(QuietLog.class)
class DiskFaultTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    private static final Partition BOB = new Partition(Partition.FIRST_ACCOUNT + 1);
    private static final List<Partition> BOTH = List.of(ALICE, BOB);

    /** Small measures, so that packs roll and blobs get packs of their own. */
    private static final Settings SMALL = Settings.defaults()
            .withPackBytesMax(20_000)
            .withDraftBytesMax(30_000)
            .withFreeBytesMin(0);

    /** More calls than the script makes. */
    private static final int CALLS_MAX = 400;

    @TempDir
    private Path folder = Path.of(".");

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyCallMayFail(Fault fault) throws Exception {
        int nth = 1;
        for (; nth < CALLS_MAX; nth++) {
            if (!runScript(fault, nth)) {
                break;
            }
        }
        assertThat(nth).as("calls that failed").isBetween(8, CALLS_MAX - 1);
    }

    /** Returns whether the fault came. */
    private boolean runScript(Fault fault, int nth) throws Exception {
        Set<Long> delivered = new HashSet<>();
        Set<Long> refused = new HashSet<>();
        try (EmbeddedRig rig = new EmbeddedRig(folder.resolve(fault + "-" + nth), SMALL)) {
            rig.disk.fail(nth, fault, call -> fault != Fault.SHORT || call == Call.WRITE);
            long seed = 0;
            for (int size : new int[] {100, 9_000, 15_000, 40_000, 0, 9_000, 9_000}) {
                seed++;
                try {
                    Mail.deliver(rig.store(), BOTH, seed, size);
                    delivered.add(seed);
                } catch (StoreException failed) {
                    refused.add(seed);
                }
                if (seed % 3 == 0) {
                    expungeFirst(rig, delivered, refused);
                }
            }
            boolean came = rig.disk.hasFailed();
            rig.disk.heal();
            rig.reopen();
            verify(rig.store(), delivered, refused);
            Mail.deliver(rig.store(), BOTH, 99, 5_000);
            delivered.add(99L);
            verify(rig.store(), delivered, refused);
            return came;
        }
    }

    private static void expungeFirst(EmbeddedRig rig, Set<Long> delivered, Set<Long> refused) throws StoreException {
        for (Partition account : BOTH) {
            for (Message message :
                    Mail.messages(rig.store(), account).stream().limit(2).toList()) {
                try {
                    delivered.remove(message.seed());
                    Mail.expunge(rig.store(), account, message);
                    refused.add(message.seed());
                } catch (StoreStopped | StoreFull notDone) {
                    refused.remove(message.seed());
                }
            }
        }
        rig.advance(Duration.ofDays(1));
        try {
            rig.sweep();
        } catch (StoreStopped stopped) {
            assertThat(stopped).hasMessageContaining("stopped");
        } catch (StoreFull full) {
            assertThat(full).hasMessageContaining("no room");
        }
    }

    /** What was delivered is there for both; what was refused is there for one at most, if the other's commit had gone before. */
    private static void verify(Store store, Set<Long> delivered, Set<Long> refused) throws StoreException {
        List<Long> alice = seeds(store, ALICE);
        List<Long> bob = seeds(store, BOB);
        assertThat(alice).doesNotHaveDuplicates().containsAll(delivered);
        assertThat(bob).doesNotHaveDuplicates().containsAll(delivered);
        List<Long> twice = new ArrayList<>(alice);
        twice.retainAll(bob);
        assertThat(twice).doesNotContainAnyElementsOf(refused);
    }

    private static List<Long> seeds(Store store, Partition account) throws StoreException {
        return Mail.verify(store, account).stream().map(Message::seed).toList();
    }

    @Test
    void aFullDiskRefusesMailAndTakesItAgain() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL)) {
            Mail.deliver(rig.store(), BOTH, 1, 1_000);
            rig.disk.failFrom(1, Fault.SHORT, call -> call == Call.WRITE || call == Call.CREATE);
            for (int size : new int[] {1_000, 10, 50_000}) {
                assertThatThrownBy(() -> Mail.deliver(rig.store(), BOTH, 2, size))
                        .isInstanceOf(StoreFull.class)
                        .hasMessageContaining("no room");
            }
            Message first = Mail.messages(rig.store(), ALICE).getFirst();
            assertThatThrownBy(() -> Mail.expunge(rig.store(), ALICE, first)).isInstanceOf(StoreFull.class);
            rig.disk.heal();
            Mail.expunge(rig.store(), ALICE, first);
            Mail.deliver(rig.store(), BOTH, 3, 1_000);
            assertThat(seeds(rig.store(), ALICE)).containsExactly(3L);
            assertThat(seeds(rig.store(), BOB)).containsExactly(1L, 3L);
            assertThat(rig.reopenAndCheck().blobs()).isEqualTo(2);
        }
    }

    @Test
    void theReserveIsForDeleting() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL.withFreeBytesMin(1_000_000))) {
            Mail.deliver(rig.store(), BOTH, 1, 1_000);
            rig.disk.pretendFree(1_000_500);
            assertThatThrownBy(() -> Mail.deliver(rig.store(), BOTH, 2, 1_000))
                    .isInstanceOf(StoreFull.class)
                    .hasMessageContaining("1000500 bytes are free");
            assertThatThrownBy(() -> {
                        rig.disk.pretendFree(999_000);
                        Mail.deliver(rig.store(), BOTH, 2, 50_000);
                    })
                    .isInstanceOf(StoreFull.class);
            Mail.expunge(rig.store(), ALICE, Mail.messages(rig.store(), ALICE).getFirst());
            assertThat(seeds(rig.store(), ALICE)).isEmpty();
        }
    }

    @Test
    void afterAFailedSyncTheStoreStops() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL)) {
            Mail.deliver(rig.store(), BOTH, 1, 1_000);
            rig.disk.fail(1, Fault.FAIL, call -> call == Call.SYNC);
            assertThatThrownBy(() -> Mail.deliver(rig.store(), BOTH, 2, 1_000)).isInstanceOf(StoreStopped.class);
            assertThatThrownBy(() -> Mail.deliver(rig.store(), BOTH, 3, 1_000))
                    .isInstanceOf(StoreStopped.class)
                    .hasMessageContaining("synced");
            assertThatThrownBy(() -> rig.store().update(ALICE, (_, batch) -> {
                        batch.add(Mail.UIDS, 1);
                        return true;
                    }))
                    .isInstanceOf(StoreStopped.class);
            assertThat(seeds(rig.store(), ALICE)).containsExactly(1L);
            rig.reopen();
            assertThat(seeds(rig.store(), BOB)).containsExactly(1L);
            Mail.deliver(rig.store(), BOTH, 4, 1_000);
            assertThat(rig.store().check(CheckDepth.BYTES).sound()).isTrue();
        }
    }
}
