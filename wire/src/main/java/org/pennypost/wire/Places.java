package org.pennypost.wire;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many connections all listeners of a program may have together. A listener that finds no place accepts nobody: who knocks waits in
 * the system's queue until one leaves. So the last file descriptors are left for files, and those who are in can go on. Thread-safe.
 */
public final class Places {
    private final Semaphore free;

    /** @param count at least 1 */
    public Places(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("no place for anybody: " + count);
        }
        free = new Semaphore(count);
    }

    /** As many as anybody wants. */
    public static Places unlimited() {
        return new Places(Integer.MAX_VALUE);
    }

    boolean take(Duration patience) throws InterruptedException {
        return free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    void giveBack() {
        free.release();
    }

    /** How many are free. */
    public int free() {
        return free.availablePermits();
    }
}
