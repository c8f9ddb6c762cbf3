package org.pennypost.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Large buffers, lent to connections while a body passes. At most so many are lent at once, so the memory for bodies is bounded however
 * many peers send one; who gets none goes on with the small buffer it has, and is only slower. Some of them are outside the heap, from
 * where the system takes what is sent without another copy. Thread-safe.
 */
final class BufferPool {
    /** How large each is. Larger ones brought nothing more when measured; smaller ones cost a system call per piece. */
    static final int BUFFER_BYTES = 64 * 1024;

    /** How many are kept for the next borrower when nobody needs them; the others go to the garbage collector. */
    static final int KEPT_MAX = 64;

    /** How many outside the heap may be lent at once: peers that take their mail slowly hold them. */
    static final int DIRECT_LENT_MAX = 64;

    /** How many outside the heap are kept: the collector frees those late that are not. */
    static final int DIRECT_KEPT_MAX = 16;

    private final int lentMax;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> freeDirect = new ArrayDeque<>();
    private int lent;
    private int lentDirect;

    /**
     * @param lentMax how many may be lent at once
     */
    BufferPool(int lentMax) {
        this.lentMax = lentMax;
    }

    /** Lends a buffer in the heap; null if as many are lent as may be. */
    synchronized @Nullable Loan borrow() {
        if (lent == lentMax) {
            return null;
        }
        lent++;
        ByteBuffer kept = free.pollLast();
        return new Loan(this, kept != null ? kept : ByteBuffer.allocate(BUFFER_BYTES));
    }

    /** Lends a buffer outside the heap, or else one in it; null if as many are lent as may be. */
    synchronized @Nullable Loan borrowDirect() {
        if (lent == lentMax || lentDirect == DIRECT_LENT_MAX) {
            return borrow();
        }
        lent++;
        lentDirect++;
        ByteBuffer kept = freeDirect.pollLast();
        return new Loan(this, kept != null ? kept : ByteBuffer.allocateDirect(BUFFER_BYTES));
    }

    /** How many are lent now. */
    synchronized int lent() {
        return lent;
    }

    private synchronized void takeBack(ByteBuffer buffer) {
        writeOff(buffer);
        ArrayDeque<ByteBuffer> kept = buffer.isDirect() ? freeDirect : free;
        if (kept.size() < (buffer.isDirect() ? DIRECT_KEPT_MAX : KEPT_MAX)) {
            kept.addLast(buffer);
        }
    }

    private synchronized void writeOff(ByteBuffer buffer) {
        lent--;
        lentDirect -= buffer.isDirect() ? 1 : 0;
    }

    /** A buffer that somebody has for a while. */
    static final class Loan {
        private final BufferPool pool;
        private final ByteBuffer buffer;
        private final AtomicBoolean over = new AtomicBoolean();

        private Loan(BufferPool pool, ByteBuffer buffer) {
            this.pool = pool;
            this.buffer = buffer;
        }

        /** Of a buffer in the heap. */
        @SuppressWarnings("ByteBufferBackingArray") // the pool has allocated it
        byte[] bytes() {
            return buffer.array();
        }

        /** All of it, empty. */
        ByteBuffer buffer() {
            return buffer.clear();
        }

        /** Gives the buffer back to be used by others. For the thread that uses it. */
        void giveBack() {
            if (over.compareAndSet(false, true)) {
                pool.takeBack(buffer);
            }
        }

        /** Ends the loan without giving the buffer back: whoever closes a connection cannot know whether its thread still uses it. */
        void forget() {
            if (over.compareAndSet(false, true)) {
                pool.writeOff(buffer);
            }
        }
    }
}
