package org.pennypost.wire;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Large buffers, lent to connections while a body passes. At most so many are lent at once, so the memory for bodies is bounded however
 * many peers send one; who gets none goes on with the small buffer it has, and is only slower. Thread-safe.
 */
final class BufferPool {
    /** How large each is. Larger ones brought nothing more when measured; smaller ones cost a system call per piece. */
    static final int BUFFER_BYTES = 64 * 1024;

    /** How many are kept for the next borrower when nobody needs them; the others go to the garbage collector. */
    static final int KEPT_MAX = 64;

    private final int lentMax;
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private int lent;

    /**
     * @param lentMax how many may be lent at once
     */
    BufferPool(int lentMax) {
        this.lentMax = lentMax;
    }

    /** Lends a buffer; null if as many are lent as may be. */
    synchronized @Nullable Loan borrow() {
        if (lent == lentMax) {
            return null;
        }
        lent++;
        byte[] bytes = free.pollLast();
        return new Loan(this, bytes != null ? bytes : new byte[BUFFER_BYTES]);
    }

    /** How many are lent now. */
    synchronized int lent() {
        return lent;
    }

    private synchronized void takeBack(byte[] bytes) {
        lent--;
        if (free.size() < KEPT_MAX) {
            free.addLast(bytes);
        }
    }

    private synchronized void writeOff() {
        lent--;
    }

    /** A buffer that somebody has for a while. */
    static final class Loan {
        private final BufferPool pool;
        private final byte[] bytes;
        private final AtomicBoolean over = new AtomicBoolean();

        private Loan(BufferPool pool, byte[] bytes) {
            this.pool = pool;
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        /** Gives the buffer back to be used by others. For the thread that uses it. */
        void giveBack() {
            if (over.compareAndSet(false, true)) {
                pool.takeBack(bytes);
            }
        }

        /** Ends the loan without giving the buffer back: whoever closes a connection cannot know whether its thread still uses it. */
        void forget() {
            if (over.compareAndSet(false, true)) {
                pool.writeOff();
            }
        }
    }
}
