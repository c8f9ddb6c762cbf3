package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The bytes of a range of a source, one after the other. */
final class RangeStream extends InputStream {
    private final ByteSource source;
    private final long end;
    private long position;

    RangeStream(ByteSource source, long from, long to) {
        this.source = source;
        this.position = from;
        this.end = Math.min(to, source.sizeBytes());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int count = source.read(position, into, offset, (int) Math.min(length, end - position));
        position += Math.max(count, 0);
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.clamp(count, 0, Math.max(0, end - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return Math.clamp(end - position, 0, Integer.MAX_VALUE);
    }
}
