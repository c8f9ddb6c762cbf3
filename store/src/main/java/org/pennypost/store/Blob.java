package org.pennypost.store;

/**
 * A stored blob, open for reading at any place. Stays readable until closed, also when its last link goes meanwhile. Not
 * thread-safe.
 */
public interface Blob extends AutoCloseable {
    long size();

    /**
     * Reads up to {@code length} bytes from {@code position} of the blob.
     *
     * @return how many were read, at least 1; -1 at or behind the end
     * @throws CorruptFile if the bytes on disk are not those that were written, where that can be told
     */
    int read(long position, byte[] into, int offset, int length) throws StoreException;

    @Override
    void close();
}
