package org.pennypost.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.pennypost.store.conformance.Rig;
import org.pennypost.store.conformance.StoreConformance;

class MemoryConformanceTest implements StoreConformance {
    @Override
    public Rig rig() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
        MemoryStore store = new MemoryStore(now::get);
        return new Rig() {
            @Override
            public Store store() {
                return store;
            }

            @Override
            public void hold() {
                store.hold();
            }

            @Override
            public void release() {
                store.release();
            }

            @Override
            public void failNextBlob() {
                store.failNextBlob(new StoreFull("the test's disk is full"));
            }

            @Override
            public void advance(Duration time) {
                now.updateAndGet(before -> before.plus(time));
            }

            @Override
            public void sweep() {}

            @Override
            public void reopen() {
                store.reopen();
            }

            @Override
            public void close() throws StoreException {
                assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
                store.close();
            }
        };
    }
}
