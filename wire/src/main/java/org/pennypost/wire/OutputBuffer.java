package org.pennypost.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The bytes that have been written and not yet sent: small at rest, a large buffer from the pool while much is written. */
final class OutputBuffer {
    static final int BYTES_AT_REST = 512;

    /** Where full buffers go, and pieces that are larger than one. */
    interface Drain {
        /** Sends all that remains in the buffer. */
        void send(ByteBuffer bytes) throws IOException;

        /** Whether a large buffer is best outside the heap. */
        default boolean isBare() {
            return false;
        }
    }

    private final BufferPool pool;
    private final Drain drain;
    private final ByteBuffer small = ByteBuffer.allocate(BYTES_AT_REST);
    private volatile BufferPool.@Nullable Loan loan;

    /** What waits is before its position. */
    private ByteBuffer waiting = small;

    OutputBuffer(BufferPool pool, Drain drain) {
        this.pool = pool;
        this.drain = drain;
    }

    void write(byte[] from, int offset, int count) throws IOException {
        int at = offset;
        int left = count;
        while (left > waiting.remaining()) {
            if (isSmall() && borrow()) {
                continue;
            }
            int piece;
            if (waiting.position() == 0) {
                piece = Math.min(left, BufferPool.BUFFER_BYTES);
                drain.send(ByteBuffer.wrap(from, at, piece));
            } else {
                piece = waiting.remaining();
                waiting.put(from, at, piece);
                drain();
            }
            at += piece;
            left -= piece;
        }
        waiting.put(from, at, left);
    }

    /**
     * Writes a piece, and behind it bytes straight from where they are.
     *
     * @param head no longer than half a large buffer
     * @return false if there is no large buffer to be had; nothing has been written then
     * @throws IOException that of {@code from} too; if it failed with the first of its bytes, nothing has been written
     */
    boolean write(byte[] head, int offset, int headLength, long count, ByteFiller from) throws IOException {
        if (isSmall() && !borrow()) {
            return false;
        }
        if (waiting.position() > 0 && headLength + count > waiting.remaining()) {
            drain();
        }
        int begin = waiting.position();
        waiting.put(head, offset, headLength);
        for (long at = 0; at < count; ) {
            int piece = (int) Math.min(count - at, waiting.remaining());
            int place = waiting.position();
            // Until it is there nothing is; before the first piece, not even the head.
            waiting.position(at == 0 ? begin : place);
            from.fill(at, waiting.slice(place, piece));
            waiting.position(place + piece);
            at += piece;
            if (!waiting.hasRemaining()) {
                drain();
            }
        }
        return true;
    }

    private boolean isSmall() {
        return waiting.capacity() == BYTES_AT_REST;
    }

    private boolean borrow() {
        BufferPool.Loan lent = drain.isBare() ? pool.borrowDirect() : pool.borrow();
        if (lent == null) {
            return false;
        }
        loan = lent;
        waiting = lent.buffer().put(small.flip());
        small.clear();
        return true;
    }

    private void drain() throws IOException {
        waiting.flip();
        try {
            drain.send(waiting);
        } finally {
            waiting.clear();
        }
    }

    /** Sends what is there and goes back to the small buffer. */
    void flush() throws IOException {
        if (waiting.position() > 0) {
            drain();
        }
        BufferPool.Loan lent = loan;
        if (lent != null) {
            waiting = small;
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
