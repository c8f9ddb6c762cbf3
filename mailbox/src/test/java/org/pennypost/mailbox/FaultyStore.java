package org.pennypost.mailbox;

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
import org.pennypost.store.StoreFull;
import org.pennypost.store.Work;

/** A memory store whose n-th commit from now fails. For one thread. */
final class FaultyStore implements Store {
    private final MemoryStore store = new MemoryStore();
    private int left;

    /** @param commits how many succeed before one fails */
    void failAfter(int commits) {
        left = commits + 1;
    }

    void failNoMore() {
        left = 0;
    }

    @Override
    public <T extends @Nullable Object> Pending<T> submit(Partition partition, Work<T> work) throws StoreException {
        if (left > 0 && --left == 0) {
            return () -> {
                throw new StoreFull("the test's disk is full");
            };
        }
        return store.submit(partition, work);
    }

    @Override
    public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
        return store.read(partition, reader);
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
