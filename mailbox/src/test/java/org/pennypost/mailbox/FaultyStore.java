package org.pennypost.mailbox;

import org.jspecify.annotations.Nullable;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.Work;
import org.pennypost.store.testing.ForwardingStore;

/** A memory store whose n-th commit from now fails. For one thread. */
final class FaultyStore extends ForwardingStore {
    private int left;

    FaultyStore() {
        super(new MemoryStore());
    }

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
        return super.submit(partition, work);
    }
}
