package org.pennypost.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bytes that have been written and not yet sent: small at rest, a large buffer from the pool while much is written. */
final class OutputBuffer {
    static final int BYTES_AT_REST = 512;

    /** Where full buffers go, and pieces that are larger than one. */
    @FunctionalInterface
    interface Drain {
        void send(byte[] bytes, int offset, int length) throws IOException;
    }

    private final BufferPool pool;
    private final Drain drain;
    private final byte[] small = new byte[BYTES_AT_REST];
    private volatile BufferPool.@Nullable Loan loan;
    private byte[] bytes = small;
    private int length;

    OutputBuffer(BufferPool pool, Drain drain) {
        this.pool = pool;
        this.drain = drain;
    }

    void write(byte[] from, int offset, int count) throws IOException {
        int at = offset;
        int left = count;
        while (left > bytes.length - length) {
            if (bytes.length == BYTES_AT_REST && borrow()) {
                continue;
            }
            if (length == 0) {
                int piece = Math.min(left, BufferPool.BUFFER_BYTES);
                drain.send(from, at, piece);
                at += piece;
                left -= piece;
            } else {
                int piece = bytes.length - length;
                System.arraycopy(from, at, bytes, length, piece);
                length += piece;
                at += piece;
                left -= piece;
                drain();
            }
        }
        System.arraycopy(from, at, bytes, length, left);
        length += left;
    }

    private boolean borrow() {
        BufferPool.Loan lent = pool.borrow();
        if (lent == null) {
            return false;
        }
        loan = lent;
        System.arraycopy(bytes, 0, lent.bytes(), 0, length);
        bytes = lent.bytes();
        return true;
    }

    private void drain() throws IOException {
        int full = length;
        length = 0;
        drain.send(bytes, 0, full);
    }

    /** Sends what is there and goes back to the small buffer. */
    void flush() throws IOException {
        if (length > 0) {
            drain();
        }
        BufferPool.Loan lent = loan;
        if (lent != null) {
            bytes = small;
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
