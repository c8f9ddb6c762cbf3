package org.pennypost.directory;

import java.util.function.LongConsumer;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.testing.ForwardingStore;

/** A store whose hints are all lost, as the contract allows. */
final class DeafStore extends ForwardingStore {
    DeafStore(MemoryStore store) {
        super(store);
    }

    @Override
    public Watch watch(Partition partition, LongConsumer hint) {
        return () -> {};
    }
}
