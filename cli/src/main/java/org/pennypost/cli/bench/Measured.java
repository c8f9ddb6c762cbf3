package org.pennypost.cli.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What one kind of work gave: how often, how much, how long, how it went over time, and what failed. Thread-safe. */
final class Measured {
    /** The load's time is cut into slices of this length for the chart. */
    private static final long SLICE_NANOS = 100_000_000L;

    private static final int SLICES_MAX = 36_000;

    private final String what;
    private final LongSupplier nanoTime;
    private volatile long start;
    private final AtomicLong end = new AtomicLong();
    private final LongAdder octets = new LongAdder();
    private final Latencies latencies = new Latencies();
    private final AtomicLongArray slices = new AtomicLongArray(SLICES_MAX);
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    /** Begins to measure. */
    Measured(String what, LongSupplier nanoTime) {
        this.what = what;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.end.set(start);
    }

    /** Begins anew, before anything was done. */
    void restart() {
        start = nanoTime.getAsLong();
        end.set(start);
    }

    String what() {
        return what;
    }

    /** What a clock says that this understands. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** One was done that began then. */
    void done(long began, long itsOctets) {
        long now = now();
        latencies.add(now - began);
        octets.add(itsOctets);
        slices.incrementAndGet((int) Math.min(SLICES_MAX - 1, (now - start) / SLICE_NANOS));
        end.accumulateAndGet(now, Math::max);
    }

    /** One failed. */
    void failed(String why) {
        failures.computeIfAbsent(why, _ -> new LongAdder()).increment();
    }

    long count() {
        return latencies.count();
    }

    long octets() {
        return octets.sum();
    }

    /** From the beginning to the last that was done. */
    double seconds() {
        return Math.max(1, end.get() - start) / 1e9;
    }

    double perSecond() {
        return count() / seconds();
    }

    Latencies latencies() {
        return latencies;
    }

    Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((why, count) -> counts.put(why, count.sum()));
        return counts;
    }

    /** How many a second were done in each of so many equal parts of the time. */
    double[] rates(int parts) {
        double[] rates = new double[parts];
        int used = (int) Math.min(SLICES_MAX, (end.get() - start) / SLICE_NANOS + 1);
        for (int i = 0; i < used; i++) {
            rates[(int) ((long) i * parts / used)] += slices.get(i);
        }
        for (int i = 0; i < parts; i++) {
            rates[i] /= Math.max(SLICE_NANOS / 1e9, seconds() / parts);
        }
        return rates;
    }
}
