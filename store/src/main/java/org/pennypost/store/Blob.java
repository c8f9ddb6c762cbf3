package org.pennypost.store;

import java.nio.ByteBuffer;

/**
 * A stored blob, open for reading at any place. Stays readable until closed, also when its last link goes meanwhile. Not
 * thread-safe.
 */
public interface Blob extends AutoCloseable {
    long size();

    /**
     * Reads up to as many bytes as there is room for, from {@code position} of the blob. Into a buffer outside the heap they come without
     * another copy.
     *
     * @param into its position moves behind what was read
     * @return how many were read, at least 1; -1 at or behind the end
     * @throws CorruptFile if the bytes on disk are not those that were written, where that can be told
     */
    int read(long position, ByteBuffer into) throws StoreException;

    /** The same into an array. */
    default int read(long position, byte[] into, int offset, int length) throws StoreException {
        return read(position, ByteBuffer.wrap(into, offset, length));
    }

    @Override
    void close();
}
