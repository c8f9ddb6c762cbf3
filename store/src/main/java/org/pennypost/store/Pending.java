package org.pennypost.store;

import org.jspecify.annotations.Nullable;

/** A commit on its way to the disk. */
public interface Pending<T extends @Nullable Object> {
    /**
     * Waits until the batch, and everything that its work read, is durable and visible to others.
     *
     * @return what {@link Work#plan} returned
     * @throws StoreException if it could not be made durable; then none of it is there
     */
    T await() throws StoreException;
}
