package org.pennypost.store;

/**
 * Bytes on their way into the store: written piece by piece as they arrive, hashed on the way, kept in memory while small and in a
 * file when large.
 *
 * <p>Life: write*, {@link #finish} once, then {@link #read} and {@link Batch#link} in any number of batches, and {@link #close} at the end in any
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

    /**
     * Reads up to {@code length} bytes from {@code position} of what was written, once it is finished and before it is closed.
     *
     * @return how many were read, at least 1; -1 at or behind the end
     * @throws IllegalStateException if it is not finished, or closed
     */
    int read(long position, byte[] into, int offset, int length) throws StoreException;

    @Override
    void close();
}
