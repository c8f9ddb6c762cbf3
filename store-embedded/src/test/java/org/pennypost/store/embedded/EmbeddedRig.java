package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.conformance.Rig;

/** The embedded engine in a folder of its own, on a disk that can fail. */
final class EmbeddedRig implements Rig {
    private static final Partition HOLD = new Partition(7);

    final Path folder;
    final FaultyDisk disk = new FaultyDisk();
    private final Settings settings;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    private EmbeddedStore store;
    private CountDownLatch held = new CountDownLatch(0);

    EmbeddedRig(Path folder, Settings settings) throws StoreException {
        this.folder = folder;
        this.settings = settings;
        store = EmbeddedStore.open(folder, settings, now::get, disk);
    }

    @Override
    public EmbeddedStore store() {
        return store;
    }

    /** A hint runs on the committer's thread: one that waits holds it up. */
    @Override
    public void hold() throws StoreException, InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        held = gate;
        Store.Watch watch = store.watch(HOLD, _ -> {
            reached.countDown();
            awaitQuietly(gate);
        });
        store.update(HOLD, (_, batch) -> {
            batch.delete(Key.of('h'));
            return true;
        });
        reached.await();
        watch.close();
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void release() {
        held.countDown();
    }

    @Override
    public void failNextBlob() {
        disk.fail(1, FaultyDisk.Fault.SHORT, call -> call == FaultyDisk.Call.WRITE);
    }

    @Override
    public void advance(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public void sweep() throws StoreException {
        store.sweep();
        store.compact();
    }

    @Override
    public void reopen() throws StoreException {
        store.close();
        store = EmbeddedStore.open(folder, settings, now::get, disk);
    }

    /** Closes and opens it, and makes sure that it is sound and the folder holds no file that it does not know. */
    CheckReport reopenAndCheck() throws StoreException {
        reopen();
        CheckReport report = store.check(CheckDepth.BYTES);
        assertThat(report.damage()).isEmpty();
        return report;
    }

    Path packs() {
        return folder.resolve("packs");
    }

    /** Also makes sure that there is no file which the next start would delete. */
    @Override
    public void close() throws IOException {
        release();
        disk.heal();
        assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        store.close();
        List<String> before = disk.list(packs());
        EmbeddedStore.open(folder, settings, now::get, disk).close();
        assertThat(disk.list(packs())).containsExactlyInAnyOrderElementsOf(before);
    }
}
