package org.pennypost.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.pennypost.delivery.Releases;

/** Has held messages released when their time comes, and sleeps until then. One platform thread, since the store's work would hold a virtual thread's carrier. */
final class ReleaseClock implements AutoCloseable {
    /** The time of day may be set, and a laptop sleeps: that is noticed after this time. Nothing is read for it. */
    private static final Duration LOOK_AT_CLOCK = Duration.ofMinutes(1);

    private final Releases releases;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean woken;
    private volatile boolean closed;

    ReleaseClock(Releases releases, InstantSource clock) {
        this.releases = releases;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("releases").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Says that there may be something to release sooner than was known. Thread-safe; no harm where it was not started. */
    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            woken = false;
            Optional<Instant> next = releases.run();
            while (!closed && !woken && next.filter(this::isNow).isEmpty()) {
                LockSupport.parkNanos(
                        this, next.map(this::sleep).orElse(LOOK_AT_CLOCK).toNanos());
            }
        }
    }

    private boolean isNow(Instant time) {
        return !clock.instant().isBefore(time);
    }

    private Duration sleep(Instant until) {
        Duration time = Duration.between(clock.instant(), until);
        return time.compareTo(LOOK_AT_CLOCK) > 0 ? LOOK_AT_CLOCK : time;
    }

    /** Ends it; a release that is under way ends first. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
