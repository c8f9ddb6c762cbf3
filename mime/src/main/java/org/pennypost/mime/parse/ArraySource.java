package org.pennypost.mime.parse;

import java.util.Objects;

/** Bytes in memory. */
final class ArraySource implements ByteSource {
    private final byte[] bytes;
    private final int start;
    private final int length;

    ArraySource(byte[] bytes, int start, int length) {
        Objects.checkFromIndexSize(start, length, bytes.length);
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    byte[] array() {
        return bytes;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    @Override
    public long sizeBytes() {
        return length;
    }

    @Override
    public int read(long position, byte[] into, int offset, int count) {
        if (position >= length) {
            return -1;
        }
        int most = (int) Math.min(count, length - position);
        System.arraycopy(bytes, start + (int) position, into, offset, most);
        return most;
    }
}
