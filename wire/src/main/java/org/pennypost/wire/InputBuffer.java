package org.pennypost.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes that have come and are not yet taken: small at rest, a large buffer from the pool while much comes. */
final class InputBuffer {
    /*
     * A peer that has filled the whole buffer at once has probably more to send, so the next read uses a large one; rest() gives it back
     * as soon as what is left fits in the small one. A line that is longer than the buffer, while the pool has none to lend, gets an
     * array of its own: that is bounded by the longest line that the caller allows.
     */
    static final int BYTES_AT_REST = 1024;

    private final BufferPool pool;
    private final byte[] small = new byte[BYTES_AT_REST];
    private volatile BufferPool.@Nullable Loan loan;
    private byte[] bytes = small;
    private int position;
    private int limit;
    private boolean filled;
    private long received;
    private volatile long waitsBehind = -1;

    InputBuffer(BufferPool pool) {
        this.pool = pool;
    }

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

    /**
     * Reads once from the link, behind what is there, making room first.
     *
     * @param much whether a body comes, which a large buffer is worth
     * @return how many bytes came; -1 at the end
     */
    int readFrom(Link link, boolean much) throws IOException {
        if ((much || filled) && isAtRest()) {
            borrow();
        }
        if (position > 0) {
            moveTo(bytes);
        }
        if (limit == bytes.length) {
            grow();
        }
        waitsBehind = received;
        int count = link.read(ByteBuffer.wrap(bytes, limit, bytes.length - limit));
        if (count > 0) {
            limit += count;
            received += count;
            filled = limit == bytes.length;
        }
        return count;
    }

    /** Takes out what is there: it will come again, in another form. */
    byte[] takeBack() {
        byte[] all = Arrays.copyOfRange(bytes, position, limit);
        received -= clear();
        return all;
    }

    /** How many bytes had come when it last began to wait for more; -1 before it ever did. From any thread. */
    long waitsBehind() {
        return waitsBehind;
    }

    private boolean isAtRest() {
        return bytes.length == BYTES_AT_REST;
    }

    private void borrow() {
        BufferPool.Loan lent = pool.borrow();
        if (lent != null) {
            loan = lent;
            moveTo(lent.bytes());
        }
    }

    private void grow() {
        if (isAtRest()) {
            borrow();
        }
        if (limit == bytes.length) {
            moveTo(Arrays.copyOf(bytes, bytes.length * 2));
            giveBack();
        }
    }

    private void moveTo(byte[] room) {
        System.arraycopy(bytes, position, room, 0, remaining());
        limit -= position;
        position = 0;
        bytes = room;
    }

    /** Goes back to the small buffer if what is there fits in it. */
    void rest() {
        if (!isAtRest() && remaining() <= BYTES_AT_REST) {
            moveTo(small);
            giveBack();
        }
    }

    private void giveBack() {
        BufferPool.Loan lent = loan;
        if (lent != null) {
            loan = null;
            lent.giveBack();
        }
    }

    /** Ends the loan; the connection is over. From any thread. */
    void release() {
        BufferPool.Loan lent = loan;
        if (lent != null) {
            lent.forget();
        }
    }
}
