package org.pennypost.store.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.BlobStore;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Work;

/** A memory store of which a test makes one that does something otherwise. Thread-safe. */
public class ForwardingStore implements Store {
    private final MemoryStore store;

    /** On this store, which it closes. */
    protected ForwardingStore(MemoryStore store) {
        this.store = store;
    }

    @Override
    public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
        return store.read(partition, reader);
    }

    @Override
    public long mark(Partition partition) {
        return store.mark(partition);
    }

    @Override
    public boolean isUnchanged(Partition partition, long mark) {
        return store.isUnchanged(partition, mark);
    }

    @Override
    public <T extends @Nullable Object> Pending<T> submit(Partition partition, Work<T> work) throws StoreException {
        return store.submit(partition, work);
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
