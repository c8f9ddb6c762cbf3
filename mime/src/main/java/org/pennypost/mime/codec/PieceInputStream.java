package org.pennypost.mime.codec;

import java.io.IOException;
import java.io.InputStream;

/** What becomes of a stream that is converted piece by piece; closing closes that. Not for several threads. */
abstract class PieceInputStream extends InputStream {
    private final InputStream source;
    private final byte[] in = new byte[TransferDecoder.PIECE_OCTETS];
    private byte[] out = {};
    private int next;
    private int end;
    private boolean ended;

    PieceInputStream(InputStream source) {
        this.source = source;
    }

    /** Returns how much room so many octets need at most when they are converted; for 0, the end. */
    abstract int roomFor(int octets);

    /** Converts the first {@code count} octets of {@code from}; returns how many stand in {@code into} then. */
    abstract int convert(byte[] from, int count, byte[] into);

    /** Gives what comes at the end; returns how many octets stand in {@code into} then. */
    abstract int convertEnd(byte[] into);

    @Override
    public final int read() throws IOException {
        return fill() ? out[next++] & 0xFF : -1;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(out, next, into, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (next == end && !ended) {
            next = 0;
            end = 0;
            int count = source.read(in);
            ended = count < 0;
            int room = roomFor(Math.max(count, 0));
            if (out.length < room) {
                out = new byte[room];
            }
            end = ended ? convertEnd(out) : convert(in, count, out);
        }
        return next < end;
    }

    @Override
    public final int available() throws IOException {
        return end - next;
    }

    @Override
    public final void close() throws IOException {
        source.close();
    }
}
