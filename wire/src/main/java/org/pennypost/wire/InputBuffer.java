package org.pennypost.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes that have come and are not yet taken: small at rest, larger while a body comes. */
final class InputBuffer {
    private static final int BYTES_AT_REST = 1024;
    private static final int BYTES_MAX = 64 * 1024;

    /** How it went to get more. */
    enum Fill {
        FILLED,
        END,
        TIMED_OUT
    }

    private byte[] bytes = new byte[BYTES_AT_REST];
    private int position;
    private int limit;

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    void position(int to) {
        position = to;
    }

    int limit() {
        return limit;
    }

    int remaining() {
        return limit - position;
    }

    /** Drops all that is there and says how much it was. */
    int clear() {
        int dropped = remaining();
        position = 0;
        limit = 0;
        return dropped;
    }

    /** Reads once from the link, behind what is there, making room first. Returns how many bytes came, -1 at the end. */
    int readFrom(Link link) throws IOException {
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, remaining());
            limit -= position;
            position = 0;
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int count = link.read(ByteBuffer.wrap(bytes, limit, bytes.length - limit));
        if (count > 0) {
            limit += count;
        }
        return count;
    }

    /** A peer that fills the whole buffer at once has more to send: the next read may take more at a time. */
    void growIfFilled() {
        if (limit == bytes.length && bytes.length < BYTES_MAX) {
            byte[] larger = new byte[Math.min(bytes.length * 8, BYTES_MAX)];
            System.arraycopy(bytes, position, larger, 0, remaining());
            limit -= position;
            position = 0;
            bytes = larger;
        }
    }

    /** Gives the room of a body back. */
    void rest() {
        if (bytes.length > BYTES_AT_REST && remaining() <= BYTES_AT_REST) {
            byte[] small = new byte[BYTES_AT_REST];
            System.arraycopy(bytes, position, small, 0, remaining());
            limit -= position;
            position = 0;
            bytes = small;
        }
    }
}
