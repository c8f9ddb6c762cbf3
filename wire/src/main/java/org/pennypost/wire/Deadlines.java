package org.pennypost.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the waiting of connections whose time is up. One thread looks at all of them a few times a second, so a read costs no timer and
 * no object: a deadline is kept to about {@value #SWEEP_MILLIS} ms, which is fine for waits of seconds and minutes.
 *
 * <p>At a read's deadline the link's input is ended, so that its owner comes back and can still say why it closes. At a write's
 * deadline the link is closed: the peer takes nothing any more. An {@link #alarm} rings by the same clock.
 *
 * <p>Thread-safe. Life: {@link #start} begins the thread, {@link #close} ends it; connections that are still there then wait for ever.
 */
public final class Deadlines implements AutoCloseable {
    /*
     * Between the moment when a peer has what it waited for and the moment when our thread has noted that its write or read is done there
     * are a few instructions, or a time slice on a busy machine. A clock that jumps just then (a test's, or a machine that was
     * suspended) makes that look like a missed deadline. So what is found due is looked at again after a moment: only a thread that still
     * waits for the same deadline is ended.
     */
    private static final System.Logger LOG = System.getLogger(Deadlines.class.getName());
    private static final int SWEEP_MILLIS = 250;
    private static final int GRACE_MILLIS = 50;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NONE = Long.MAX_VALUE;

    private final LongSupplier nanoTime;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Set<Bell> bells = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers;
    private volatile @Nullable Thread sweeper;
    private volatile boolean closed;

    /** Deadlines that nobody looks after but {@link #sweep}: for tests, which also say what time it is. */
    public Deadlines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.numbers = new AtomicLong((nanoTime.getAsLong() & Long.MAX_VALUE) / NANOS_PER_MILLI);
    }

    /** Deadlines by the system's clock, looked after by a thread of their own until they are closed. */
    public static Deadlines start() {
        Deadlines deadlines = new Deadlines(System::nanoTime);
        deadlines.sweeper = Thread.ofPlatform().daemon().name("wire-deadlines").start(deadlines::sweepUntilClosed);
        return deadlines;
    }

    private void sweepUntilClosed() {
        while (!closed) {
            LockSupport.parkNanos(SWEEP_MILLIS * NANOS_PER_MILLI);
            sweep();
        }
    }

    /** Something that is to be done later, unless it is called off. */
    public interface Alarm extends AutoCloseable {
        /** Calls it off; it may be under way already. */
        @Override
        void close();
    }

    /**
     * Does something when its time has come, by the same clock and with the same accuracy.
     *
     * @param action done by the thread that sweeps, so it must not wait
     */
    public Alarm alarm(Duration in, Runnable action) {
        Bell bell = new Bell(nanoTime.getAsLong() + in.toNanos(), action);
        bells.add(bell);
        return bell;
    }

    /** Ends the waiting of all whose time is up, and rings their alarms. */
    public void sweep() {
        long now = nanoTime.getAsLong();
        for (Bell bell : bells) {
            bell.ringIfDue(now);
        }
        List<Due> due = new ArrayList<>();
        for (Watch watch : watches) {
            watch.addIfDue(now, due);
        }
        if (!due.isEmpty()) {
            LockSupport.parkNanos(GRACE_MILLIS * NANOS_PER_MILLI);
            due.forEach(Due::end);
        }
    }

    /** What its clock says, as {@link System#nanoTime}. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** How many connections are looked after. */
    public int watched() {
        return watches.size();
    }

    /** How many alarms are still to ring. */
    public int alarms() {
        return bells.size();
    }

    /** A number for a new connection, not given twice; those of a program that ran before on this machine are most likely lower. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    Watch watch(Link link) {
        Watch watch = new Watch(link);
        watches.add(watch);
        return watch;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sweeper);
    }

    /** The deadlines of one connection. Set by its thread, read by the sweeping one. */
    final class Watch {
        private final Link link;
        private volatile long readUntil = NONE;
        private volatile long writeUntil = NONE;
        private volatile boolean readExpired;
        private volatile boolean writeExpired;
        /** The write deadline that the last sweep found past. Only sweeps use it. */
        private volatile long lateWrite = NONE;

        private Watch(Link link) {
            this.link = link;
        }

        Alarm alarm(Duration in, Runnable action) {
            return Deadlines.this.alarm(in, action);
        }

        /** When so much time will have passed. */
        long after(long nanos) {
            return nanoTime.getAsLong() + nanos;
        }

        void readUntil(long deadline) {
            readUntil = deadline;
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

        boolean writeExpired() {
            return writeExpired;
        }

        void end() {
            watches.remove(this);
        }

        private void addIfDue(long now, List<Due> due) {
            long write = writeUntil;
            long read = readUntil;
            if (isPast(write, now)) {
                // The first time it may be a write that has just gone through, whose thread has not run since.
                if (lateWrite == write) {
                    due.add(new Due(this, true, write));
                }
                lateWrite = write;
            }
            if (isPast(read, now) && !readExpired) {
                due.add(new Due(this, false, read));
            }
        }

        private void end(boolean writing, long deadline) {
            if (writing && writeUntil == deadline) {
                writeExpired = true;
                link.close();
            } else if (!writing && readUntil == deadline) {
                readExpired = true;
                link.endInput();
            }
        }

        private static boolean isPast(long until, long now) {
            return until != NONE && until - now <= 0;
        }
    }

    /** Rings once, or not at all. */
    private final class Bell implements Alarm {
        private final long at;
        private final Runnable action;

        private Bell(long at, Runnable action) {
            this.at = at;
            this.action = action;
        }

        private void ringIfDue(long now) {
            if (at - now <= 0 && bells.remove(this)) {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "an alarm could not be rung", e);
                }
            }
        }

        @Override
        public void close() {
            bells.remove(this);
        }
    }

    /** A deadline that is past. */
    private record Due(Watch watch, boolean writing, long deadline) {
        void end() {
            try {
                watch.end(writing, deadline);
            } catch (RuntimeException e) {
                // One link's fault must not keep the others waiting for ever.
                LOG.log(System.Logger.Level.ERROR, "a deadline of " + watch.link.remote() + " could not be kept", e);
            }
        }
    }
}
