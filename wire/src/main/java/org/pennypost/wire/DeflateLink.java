package org.pennypost.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * DEFLATE (RFC 1951, without the zlib header) over another link. All that one {@link #write} is given can be read by the peer at once; what the
 * peer sends is told as it comes, whatever way it flushes. One thread may read while another writes.
 */
public final class DeflateLink implements Link {
    /*
     * A compressor holds a quarter of a megabyte. It is made when something is written and can be given up at any time between two writes: each ends
     * at an octet's boundary, and a new compressor refers to nothing before it. The decompressor must know the last 32 kB of what came, and stays.
     *
     * Nothing is decompressed before somebody wants it, into that reader's buffer and no further: the limits of lines and literals count what
     * comes out, so a bomb is a line that is too long.
     *
     * zlib must not be called after its memory was freed, and close() may come from any thread: each of the two has a lock, which nobody holds
     * while the link below is waited for.
     */
    private static final int LEVEL = 3;

    private static final int READ_BYTES = 2 * 1024;

    /** More than zlib adds to one piece with its flush, so that it does not flush twice. */
    private static final int SPARE_BYTES = 64;

    private final Link under;
    private final Object inflating = new Object();
    private final Object deflating = new Object();
    private final Inflater inflater = new Inflater(true);
    private final byte[] compressed = new byte[READ_BYTES];
    private @Nullable Deflater deflater;
    private volatile boolean ended;

    /** @param begun what has come already and nobody has read */
    public DeflateLink(Link under, byte[] begun) {
        this.under = under;
        if (begun.length > 0) {
            inflater.setInput(begun);
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        for (boolean again = false; true; again = true) {
            int count = inflate(into);
            if (count != 0 || !into.hasRemaining()) {
                return count;
            }
            if (again) {
                under.expectRest();
            }
            int came = under.read(ByteBuffer.wrap(compressed));
            if (came < 0) {
                return -1;
            }
            synchronized (inflating) {
                if (!ended) {
                    inflater.setInput(compressed, 0, came);
                }
            }
        }
    }

    /** How much was there; 0 if more has to come, -1 at the end. */
    private int inflate(ByteBuffer into) throws IOException {
        synchronized (inflating) {
            if (ended || inflater.finished()) {
                return -1;
            }
            try {
                int count = inflater.inflate(into);
                if (count == 0 && inflater.needsDictionary()) {
                    throw new IOException("the peer's DEFLATE asks for a dictionary, and there is none");
                }
                return count == 0 && inflater.finished() ? -1 : count;
            } catch (DataFormatException e) {
                throw new IOException("what the peer sent is no DEFLATE", e);
            }
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        byte[] piece = new byte[from.remaining() / 2 + SPARE_BYTES];
        boolean first = true;
        int count;
        do {
            synchronized (deflating) {
                count = deflate(first ? from : null, piece);
            }
            first = false;
            if (count > 0) {
                under.write(ByteBuffer.wrap(piece, 0, count));
            }
        } while (count == piece.length);
    }

    private int deflate(@Nullable ByteBuffer from, byte[] piece) throws IOException {
        if (ended) {
            throw new IOException("the connection is closed");
        }
        Deflater now = deflater;
        if (now == null) {
            now = new Deflater(LEVEL, true);
            deflater = now;
        }
        if (from != null) {
            now.setInput(from);
        }
        return now.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
    }

    /** Gives the compressor's memory up until something is written again. */
    void rest() {
        synchronized (deflating) {
            if (deflater != null) {
                deflater.end();
                deflater = null;
            }
        }
    }

    @Override
    public boolean inputWaits() throws IOException {
        return holdsInput() || under.inputWaits();
    }

    @Override
    public boolean awaitInput(Duration patience) throws IOException {
        return holdsInput() || under.awaitInput(patience);
    }

    private boolean holdsInput() {
        synchronized (inflating) {
            return !ended && !inflater.needsInput() && !inflater.finished();
        }
    }

    @Override
    public void expectRest() {
        under.expectRest();
    }

    @Override
    public void endInput() {
        under.endInput();
    }

    @Override
    public void endOutput() throws IOException {
        under.endOutput();
    }

    @Override
    public InetSocketAddress local() {
        return under.local();
    }

    @Override
    public InetSocketAddress remote() {
        return under.remote();
    }

    @Override
    public void close() {
        under.close();
        ended = true;
        rest();
        synchronized (inflating) {
            inflater.end();
        }
    }
}
