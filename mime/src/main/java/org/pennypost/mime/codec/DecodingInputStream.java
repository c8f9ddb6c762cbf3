package org.pennypost.mime.codec;

import java.io.IOException;
import java.io.InputStream;

/** The decoded octets of an encoded stream, which closes with it. Not for several threads. */
final class DecodingInputStream extends InputStream {
    private final InputStream source;
    private final TransferDecoder decoder;
    private final byte[] in = new byte[TransferDecoder.PIECE_OCTETS];
    private byte[] out = {};
    private int next;
    private int end;
    private boolean ended;

    DecodingInputStream(InputStream source, TransferDecoder decoder) {
        this.source = source;
        this.decoder = decoder;
    }

    @Override
    public int read() throws IOException {
        return fill() ? out[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
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
            int count = source.read(in);
            ended = count < 0;
            int room = decoder.roomFor(Math.max(count, 0));
            if (out.length < room) {
                out = new byte[room];
            }
            end = ended ? decoder.end(out, 0) : decoder.decode(in, 0, count, out, 0);
        }
        return next < end;
    }

    @Override
    public int available() throws IOException {
        return end - next;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
