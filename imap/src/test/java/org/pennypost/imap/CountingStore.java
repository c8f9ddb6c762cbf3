package org.pennypost.imap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.BlobStore;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;
import org.pennypost.store.Work;

/** A memory store that counts what is read from it, so that a test can say what something costs without a clock. Thread-safe. */
final class CountingStore implements Store {
    private final MemoryStore store = new MemoryStore();
    private final AtomicLong reads = new AtomicLong();

    /** How many rows were asked for by their keys or come in ranges since it was called last; an empty answer counts as one. */
    long reads() {
        return reads.getAndSet(0);
    }

    private final class Counted implements Snapshot {
        private final Snapshot now;

        Counted(Snapshot now) {
            this.now = now;
        }

        @Override
        public Optional<Versioned> get(Key key) throws StoreException {
            reads.incrementAndGet();
            return now.get(key);
        }

        @Override
        public long counter(Key key) throws StoreException {
            reads.incrementAndGet();
            return now.counter(key);
        }

        @Override
        public List<Entry> range(Key from, Key to, int limit, boolean reverse) throws StoreException {
            List<Entry> rows = now.range(from, to, limit, reverse);
            reads.addAndGet(Math.max(1, rows.size()));
            return rows;
        }
    }

    @Override
    public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
        return store.read(partition, now -> reader.read(new Counted(now)));
    }

    @Override
    public <T extends @Nullable Object> Pending<T> submit(Partition partition, Work<T> work) throws StoreException {
        return store.submit(partition, (now, batch) -> work.plan(new Counted(now), batch));
    }

    @Override
    public BlobStore blobs() {
        return store.blobs();
    }

    @Override
    public Optional<Lease> lease(String name, Duration time) throws StoreException {
        return store.lease(name, time);
    }

    @Override
    public Watch watch(Partition partition, LongConsumer hint) {
        return store.watch(partition, hint);
    }

    @Override
    public CheckReport check(CheckDepth depth) throws StoreException {
        return store.check(depth);
    }

    @Override
    public void close() {
        store.close();
    }
}
