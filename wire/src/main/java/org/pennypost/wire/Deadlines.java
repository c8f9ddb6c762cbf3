package org.pennypost.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Ends the waiting of connections whose time is up. One thread looks at all of them a few times a second, so a read costs no timer:
 * a deadline is kept to about {@value #SWEEP_MILLIS} ms, which is fine for waits of seconds and minutes.
 *
 * <p>At a read's deadline the link's input is ended, so that its owner comes back and can still say why it closes. At a write's
 * deadline the link is closed: the peer takes nothing any more.
 */
public final class Deadlines implements AutoCloseable {
    private static final int SWEEP_MILLIS = 250;
    private static final long NONE = Long.MAX_VALUE;

    private final LongSupplier nanoTime;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Deadlines that nobody looks after but {@link #sweep}: for tests, which also say what time it is. */
    public Deadlines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Deadlines by the system's clock, looked after by a thread of their own until they are closed. */
    public static Deadlines start() {
        Deadlines deadlines = new Deadlines(System::nanoTime);
        Thread.ofPlatform().daemon().name("wire-deadlines").start(deadlines::sweepUntilClosed);
        return deadlines;
    }

    private void sweepUntilClosed() {
        while (!closed) {
            LockSupport.parkNanos(SWEEP_MILLIS * 1_000_000L);
            sweep();
        }
    }

    /** Ends the waiting of all whose time is up. */
    public void sweep() {
        long now = nanoTime.getAsLong();
        watches.forEach(watch -> watch.endIfDue(now));
    }

    /** How many connections are looked after. */
    public int watched() {
        return watches.size();
    }

    Watch watch(Link link) {
        Watch watch = new Watch(link);
        watches.add(watch);
        return watch;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The deadlines of one connection. Set by its thread, read by the sweeping one. */
    final class Watch {
        private final Link link;
        private volatile long readUntil = NONE;
        private volatile long writeUntil = NONE;
        private volatile boolean readExpired;

        private Watch(Link link) {
            this.link = link;
        }

        void readWithin(long nanos) {
            readUntil = nanoTime.getAsLong() + nanos;
        }

        void readDone() {
            readUntil = NONE;
        }

        void writeWithin(long nanos) {
            writeUntil = nanoTime.getAsLong() + nanos;
        }

        void writeDone() {
            writeUntil = NONE;
        }

        boolean readExpired() {
            return readExpired;
        }

        void end() {
            watches.remove(this);
        }

        private void endIfDue(long now) {
            if (isPast(writeUntil, now)) {
                link.close();
            } else if (isPast(readUntil, now) && !readExpired) {
                readExpired = true;
                link.endInput();
            }
        }

        private static boolean isPast(long until, long now) {
            return until != NONE && until - now <= 0;
        }
    }
}
