package org.pennypost.store;

/**
 * Bytes on their way into the store: written piece by piece as they arrive, hashed on the way, kept in memory while small and in a
 * file when large.
 *
 * <p>Life: write*, {@link #finish} once, then {@link Batch#link} in any number of batches, and {@link #close} at the end in any
 * case, also while commits that link it are pending. A draft that no committed batch linked leaves nothing behind. One thread
 * writes; batches of several partitions may link it.
 */
public interface BlobDraft extends AutoCloseable {
    /** Appends bytes; they are copied. */
    void write(byte[] bytes, int offset, int length) throws StoreException;

    /** The bytes so far. */
    long size();

    /** Ends the writing. */
    BlobId finish() throws StoreException;

    /**
     * What {@link #finish} returned.
     *
     * @throws IllegalStateException if it is not finished, or closed
     */
    BlobId id();

    @Override
    void close();
}
