package org.pennypost.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.store.conformance.Fixture.ALICE;
import static org.pennypost.store.conformance.Fixture.BOB;
import static org.pennypost.store.conformance.Fixture.bytes;
import static org.pennypost.store.conformance.Fixture.put;
import static org.pennypost.store.conformance.Fixture.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreStopped;

/** Leases, watches, check, close. */
interface ServicesConformance extends NewRig {
    Duration MINUTE = Duration.ofMinutes(1);

    @Test
    default void aLeaseIsForOne() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            Store.Lease first = store.lease("sweeper", MINUTE).orElseThrow();
            assertThat(store.lease("sweeper", MINUTE)).isEmpty();
            store.lease("other", MINUTE).orElseThrow().close();
            rig.advance(MINUTE.minusMillis(1));
            assertThat(first.renew()).isTrue();
            rig.advance(MINUTE.minusMillis(1));
            assertThat(store.lease("sweeper", MINUTE)).isEmpty();
            rig.advance(Duration.ofMillis(1));
            Store.Lease second = store.lease("sweeper", MINUTE).orElseThrow();
            assertThat(first.renew()).isFalse();
            first.close();
            assertThat(store.lease("sweeper", MINUTE)).isEmpty();
            second.close();
            assertThat(second.renew()).isFalse();
            assertThat(store.lease("sweeper", MINUTE)).isPresent();
            assertThatThrownBy(() -> store.lease("", MINUTE)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.lease("x", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void aWatchHearsOfItsPartition() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            BlockingQueue<Long> hints = new LinkedBlockingQueue<>();
            Store.Watch broken = store.watch(ALICE, _ -> {
                throw new IllegalStateException("a broken watch");
            });
            Store.Watch watch = store.watch(ALICE, hints::add);
            put(store, BOB, "a", "1");
            put(store, ALICE, "a", "1");
            put(store, ALICE, "a", "2");
            long first = hints.take();
            assertThat(hints.take()).isGreaterThan(first);
            watch.close();
            broken.close();
            put(store, ALICE, "a", "3");
            rig.hold();
            rig.release();
            assertThat(hints).isEmpty();
        }
    }

    @Test
    default void aCheckCounts() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            put(store, ALICE, "a", "1");
            put(store, BOB, "a", "1");
            put(store, BOB, "b", "1");
            store(store, ALICE, "m", bytes("12345"));
            store(store, BOB, "m", bytes("12345"));
            store(store, BOB, "n", bytes("678"));
            CheckReport expected = new CheckReport(3, 2, 8, 0, List.of());
            assertThat(store.check(CheckDepth.KEYS)).isEqualTo(expected);
            assertThat(store.check(CheckDepth.BYTES)).isEqualTo(expected);
        }
    }

    @Test
    default void aClosedStoreSaysSo() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            store.close();
            store.close();
            assertThatThrownBy(() -> store.lease("x", MINUTE)).isInstanceOf(StoreStopped.class);
            assertThatThrownBy(() -> store.check(CheckDepth.KEYS)).isInstanceOf(StoreStopped.class);
            assertThatThrownBy(() -> store.update(ALICE, (_, _) -> null)).isInstanceOf(StoreStopped.class);
            assertThatThrownBy(() -> store(store, ALICE, "m", bytes("late"))).isInstanceOf(StoreException.class);
            rig.reopen();
        }
    }
}
