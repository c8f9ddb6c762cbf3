package org.pennypost.store;

import org.jspecify.annotations.Nullable;

/**
 * What to write, decided from what is there. May run more than once when another writer was quicker, so it has no effects but
 * those on the batch.
 *
 * @param <T> what the writer wants to know of it afterwards
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    /**
     * @param now everything written to the partition before, also what is not durable yet: what is decided here is told to
     *     nobody before {@link Pending#await} has returned
     * @param batch takes the changes; left empty, nothing is written
     */
    T plan(Snapshot now, Batch batch) throws StoreException;
}
