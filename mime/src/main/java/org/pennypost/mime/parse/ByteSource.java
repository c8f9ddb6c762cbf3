package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that stay the same and can be read from any position: an array, a file, a stored message with its prefix. Whoever opened it closes it.
 *
 * <p>Several threads may read at once if the source says so; {@link #of(byte[])} and {@link FileSource} do.
 */
public interface ByteSource {
    /** Returns how many bytes there are. */
    long sizeBytes();

    /**
     * Reads some bytes.
     *
     * @param position of the first one
     * @param length how many at most, at least 1
     * @return how many were read, at least 1; or -1 at the end
     * @throws IOException when the source cannot be read
     */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /** Returns the source of an array, which must not change any more. */
    static ByteSource of(byte[] bytes) {
        return new ArraySource(bytes, 0, bytes.length);
    }

    /** Returns the source of a part of an array, which must not change any more. */
    static ByteSource of(byte[] bytes, int offset, int length) {
        return new ArraySource(bytes, offset, length);
    }

    /** Returns a stream over the bytes from a position (included) to another (excluded); it needs not be closed. */
    default InputStream stream(long from, long to) {
        return new RangeStream(this, from, to);
    }

    /**
     * Returns a copy of the bytes from a position (included) to another (excluded), or to the end if that comes first.
     *
     * @throws IOException when the source cannot be read
     */
    default byte[] bytes(long from, long to) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(Math.max(0, Math.min(to, sizeBytes()) - from))];
        int done = 0;
        while (done < bytes.length) {
            int count = read(from + done, bytes, done, bytes.length - done);
            if (count < 0) {
                throw new IOException("a message ended early: it changed while it was read");
            }
            done += count;
        }
        return bytes;
    }
}
