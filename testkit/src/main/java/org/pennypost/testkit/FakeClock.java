package org.pennypost.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test turns it. Thread-safe. */
public final class FakeClock implements InstantSource {
    /** Where it begins: Monday, 23 November 2026, noon. */
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.get());
    }

    /** The time since the start, for what measures with {@link System#nanoTime}. */
    public long nanoTime() {
        return nanos.get();
    }

    /** Lets time pass, then tells those who want to know. */
    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
        listeners.forEach(Runnable::run);
    }

    /** Calls {@code listener} after every {@link #advance}, on its thread. */
    public void onAdvance(Runnable listener) {
        listeners.add(listener);
    }
}
