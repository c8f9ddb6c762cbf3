package org.pennypost.imap;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;
import org.pennypost.store.Work;
import org.pennypost.store.testing.ForwardingStore;

/** A memory store that counts what is read from it, so that a test can say what something costs without a clock. Thread-safe. */
final class CountingStore extends ForwardingStore {
    private final AtomicLong reads = new AtomicLong();

    CountingStore() {
        super(new MemoryStore());
    }

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
        return super.read(partition, now -> reader.read(new Counted(now)));
    }

    @Override
    public <T extends @Nullable Object> Pending<T> submit(Partition partition, Work<T> work) throws StoreException {
        return super.submit(partition, (now, batch) -> work.plan(new Counted(now), batch));
    }
}
