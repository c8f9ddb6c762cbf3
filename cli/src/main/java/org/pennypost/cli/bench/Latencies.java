package org.pennypost.cli.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long things took, in buckets that are at most 1.6 % wide: 64 for each doubling of the time, from a nanosecond to centuries. Takes
 * nothing but its array, whatever the number of things. Thread-safe.
 */
final class Latencies {
    private static final int STEPS_BITS = 6;
    private static final int STEPS = 1 << STEPS_BITS;

    private final AtomicLongArray counts = new AtomicLongArray((Long.SIZE - STEPS_BITS) * STEPS);

    /** @param nanos not negative */
    void add(long nanos) {
        counts.incrementAndGet(bucket(nanos));
    }

    long count() {
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /**
     * The time that so much of all did not take longer than, to the width of its bucket; 0 when there is nothing.
     *
     * @param share from 0 (the shortest) to 1 (the longest)
     */
    long nanosAt(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return highest(i);
            }
        }
        return 0;
    }

    /** How many took longer than {@code above} (-1: all) and at most {@code upTo} nanoseconds, to the width of the buckets. */
    long between(long above, long upTo) {
        long count = 0;
        for (int i = above < 0 ? 0 : bucket(above) + 1; i <= bucket(upTo); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /** Below 64 a bucket each; above, the six bits behind the highest one say which of its doubling's buckets it is. */
    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) Math.max(0, nanos);
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEPS_BITS;
        return ((shift + 1) << STEPS_BITS) + (int) (nanos >>> shift) - STEPS;
    }

    private static long highest(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = (bucket >>> STEPS_BITS) - 1;
        long first = (long) (bucket - (shift << STEPS_BITS)) << shift;
        return first + (1L << shift) - 1;
    }
}
