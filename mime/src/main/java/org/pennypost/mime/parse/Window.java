package org.pennypost.mime.parse;

import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of the source that are in memory: all of them for an array, else a piece that moves on.
 *
 * <p>Life cycle: indexes into {@link #bytes} are good until {@link #more}, which may move everything down.
 */
final class Window {
    /** Where bytes come from, in order. */
    @FunctionalInterface
    interface Feed {
        /** As {@link java.io.InputStream#read(byte[], int, int)}. */
        int read(byte[] into, int offset, int length) throws IOException;
    }

    private static final int PIECE_BYTES = 64 << 10;
    private static final Feed NOTHING = (into, offset, length) -> -1;

    private final Feed feed;
    byte[] bytes;
    int limit;
    /** The offset in the source of the first byte of the array. */
    long base;
    /** Nothing comes behind the limit. */
    boolean ended;

    Window(Feed feed) {
        this.feed = feed;
        this.bytes = new byte[PIECE_BYTES];
    }

    Window(ArraySource source) {
        this.feed = NOTHING;
        this.bytes = source.array();
        this.limit = source.start() + source.length();
        this.base = -source.start();
        this.ended = true;
    }

    /**
     * Makes more bytes available, or sets {@link #ended}.
     *
     * @param keep the index of the first byte that is still needed
     * @return by how much every index is smaller now
     */
    int more(int keep) throws IOException {
        if (ended) {
            return 0;
        }
        if (keep > 0) {
            System.arraycopy(bytes, keep, bytes, 0, limit - keep);
            base += keep;
            limit -= keep;
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int count = feed.read(bytes, limit, bytes.length - limit);
        if (count < 0) {
            ended = true;
        } else {
            limit += count;
        }
        return keep;
    }
}
