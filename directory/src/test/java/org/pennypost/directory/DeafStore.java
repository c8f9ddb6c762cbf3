package org.pennypost.directory;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.BlobStore;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Work;

/** A store whose hints are all lost, as the contract allows. */
record DeafStore(Store store) implements Store {
    @Override
    public Watch watch(Partition partition, LongConsumer hint) {
        return () -> {};
    }

    @Override
    public <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException {
        return store.read(partition, reader);
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
    public CheckReport check(CheckDepth depth) throws StoreException {
        return store.check(depth);
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }
}
