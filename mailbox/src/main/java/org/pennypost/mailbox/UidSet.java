package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** A set of UIDs as sorted ranges that neither touch nor overlap: as large as it has gaps, not members. Immutable. */
public final class UidSet {
    public static final UidSet EMPTY = new UidSet(new long[0]);

    /** Every UID there can be. */
    public static final UidSet ALL = new UidSet(new long[] {1, Uid.MAX});

    /** First and last of each range in turn. */
    private final long[] bounds;

    private UidSet(long[] bounds) {
        this.bounds = bounds;
    }

    /**
     * UIDs next to each other.
     *
     * @param first 1 or more, at most {@code last}
     */
    public record Range(Uid first, Uid last) {
        public Range {
            if (first.compareTo(last) > 0) {
                throw new IllegalArgumentException("a range begins with its lower end: " + first + ", " + last);
            }
        }
    }

    public static UidSet of(Uid... uids) {
        return of(List.of(uids));
    }

    public static UidSet of(Collection<Uid> uids) {
        long[] sorted = uids.stream().mapToLong(Uid::number).sorted().toArray();
        Builder builder = new Builder();
        for (long uid : sorted) {
            builder.add(uid, uid);
        }
        return builder.build();
    }

    /** So many UIDs from this one on. */
    public static UidSet run(long first, int count) {
        return new UidSet(new long[] {first, first + count - 1});
    }

    /** The ranges together, in any order, overlapping or not. */
    public static UidSet ofRanges(Collection<Range> ranges) {
        Builder builder = new Builder();
        ranges.stream()
                .sorted((a, b) -> a.first().compareTo(b.first()))
                .forEach(range ->
                        builder.add(range.first().number(), range.last().number()));
        return builder.build();
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** How many UIDs there are in it. */
    public long size() {
        long size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size += bounds[i + 1] - bounds[i] + 1;
        }
        return size;
    }

    public boolean contains(Uid uid) {
        return contains(uid.number());
    }

    boolean contains(long uid) {
        int at = Arrays.binarySearch(bounds, uid);
        return at >= 0 || ((-at - 1) & 1) == 1;
    }

    /** Where the first range stands that does not end below this UID. */
    private int reaching(long uid) {
        int at = Arrays.binarySearch(bounds, uid);
        return (at >= 0 ? at : -at - 1) & ~1;
    }

    /** The ranges in order. */
    public List<Range> ranges() {
        List<Range> ranges = new ArrayList<>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(new Range(new Uid(bounds[i]), new Uid(bounds[i + 1])));
        }
        return List.copyOf(ranges);
    }

    /** What of it lies between these, both included. */
    UidSet between(long first, long last) {
        Builder builder = new Builder();
        for (int i = reaching(first); i < bounds.length && bounds[i] <= last; i += 2) {
            long from = Math.max(first, bounds[i]);
            long to = Math.min(last, bounds[i + 1]);
            if (from <= to) {
                builder.add(from, to);
            }
        }
        return builder.build();
    }

    /** What is in both. */
    public UidSet intersection(UidSet other) {
        Builder builder = new Builder();
        int i = 0;
        int j = 0;
        while (i < bounds.length && j < other.bounds.length) {
            long from = Math.max(bounds[i], other.bounds[j]);
            long to = Math.min(bounds[i + 1], other.bounds[j + 1]);
            if (from <= to) {
                builder.add(from, to);
            }
            if (bounds[i + 1] < other.bounds[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return builder.build();
    }

    /** What is in this one alone. */
    public UidSet without(UidSet other) {
        Builder builder = new Builder();
        int j = isEmpty() ? 0 : other.reaching(bounds[0]);
        for (int i = 0; i < bounds.length; i += 2) {
            long from = bounds[i];
            while (j < other.bounds.length && other.bounds[j + 1] < from) {
                j += 2;
            }
            for (int k = j; k < other.bounds.length && other.bounds[k] <= bounds[i + 1]; k += 2) {
                if (other.bounds[k] > from) {
                    builder.add(from, other.bounds[k] - 1);
                }
                from = other.bounds[k + 1] + 1;
            }
            if (from <= bounds[i + 1]) {
                builder.add(from, bounds[i + 1]);
            }
        }
        return builder.build();
    }

    int rangeCount() {
        return bounds.length / 2;
    }

    long first(int range) {
        return bounds[2 * range];
    }

    long last(int range) {
        return bounds[2 * range + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** As a sequence set of RFC 9051 §9 spells it: {@code 1:3,7}; empty for the empty set. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(bounds[i]);
            if (bounds[i + 1] > bounds[i]) {
                text.append(':').append(bounds[i + 1]);
            }
        }
        return text.toString();
    }

    /** Gathers ranges that come in the order of their first UID. */
    static final class Builder {
        private long[] bounds = new long[8];
        private int length;

        void add(long first, long last) {
            if (length > 0 && first <= bounds[length - 1] + 1) {
                if (first < bounds[length - 2]) {
                    throw new IllegalArgumentException("UID " + first + " comes after " + bounds[length - 2]);
                }
                bounds[length - 1] = Math.max(bounds[length - 1], last);
                return;
            }
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * length);
            }
            bounds[length++] = first;
            bounds[length++] = last;
        }

        void add(long uid) {
            add(uid, uid);
        }

        UidSet build() {
            return length == 0 ? EMPTY : new UidSet(Arrays.copyOf(bounds, length));
        }
    }
}
