package org.pennypost.store;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An ordered key-value store with atomic, durable batches per partition, and a blob store for message bytes. This is all that
 * mail asks of a database; {@code docs/storage.md} says how the engines keep the promise. Thread-safe.
 */
public interface Store extends AutoCloseable {
    /** The longest value, in bytes, that every engine takes. */
    int VALUE_BYTES_MAX = 90_000;

    /** The most bytes of keys and values in one batch. */
    int BATCH_BYTES_MAX = 1_000_000;

    /** The longest that a reader may hold its snapshot, in milliseconds. */
    int SNAPSHOT_MILLIS_MAX = 4_000;

    /** Reads from a partition what is durable at one instant. The reader must not write to the store. */
    <T extends @Nullable Object> T read(Partition partition, Reader<T> reader) throws StoreException;

    /** Reads one value that is durable now: {@link #read} without the cost of holding an instant. */
    default Optional<Versioned> get(Partition partition, Key key) throws StoreException {
        return read(partition, now -> now.get(key));
    }

    /**
     * A mark to keep with what a {@link #read} gives that begins behind it: {@link #isUnchanged} says later, without a look at the store, whether
     * the same read would give the same again.
     */
    default long mark(Partition partition) {
        return 0;
    }

    /** Whether nothing was committed to the partition since the mark was taken. Also false where that is not known. */
    default boolean isUnchanged(Partition partition, long mark) {
        return false;
    }

    /**
     * Plans a batch and hands it to the committer without waiting for the disk, so that several partitions, or several callers,
     * share one sync. Works of one partition run one after the other and each sees what the one before wrote.
     *
     * @throws StoreException if the work failed or the store takes no more; nothing is written then
     */
    <T extends @Nullable Object> Pending<T> submit(Partition partition, Work<T> work) throws StoreException;

    /** Plans a batch and waits until it is durable: {@code submit(partition, work).await()}. */
    default <T extends @Nullable Object> T update(Partition partition, Work<T> work) throws StoreException {
        return submit(partition, work).await();
    }

    BlobStore blobs();

    /**
     * Takes a name for a time, so that only one server does some work.
     *
     * @return empty while another holder has it
     */
    Optional<Lease> lease(String name, Duration time) throws StoreException;

    /**
     * Calls {@code hint} with a growing number after commits to the partition are durable. A hint may be late, joined with others
     * or lost: the truth is in the store. It runs on the committer's thread and so must return at once.
     *
     * @return closes the watch
     */
    Watch watch(Partition partition, LongConsumer hint);

    /** Walks everything and reports what does not fit together. Reads and writes may go on meanwhile. */
    CheckReport check(CheckDepth depth) throws StoreException;

    /** Waits for pending commits, then closes. Later calls throw {@link StoreStopped}. */
    @Override
    void close() throws StoreException;

    /** What to do with a snapshot. */
    @FunctionalInterface
    interface Reader<T extends @Nullable Object> {
        T read(Snapshot snapshot) throws StoreException;
    }

    /** An exclusive right for a limited time. */
    interface Lease extends AutoCloseable {
        /** Prolongs it by its time; false if it was lost in the meantime. */
        boolean renew() throws StoreException;

        @Override
        void close() throws StoreException;
    }

    /** A subscription to hints. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
