package org.pennypost.imap.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;

/**
 * Message numbers or UIDs as a client names them (RFC 9051 §9 {@code sequence-set}): ranges in any order, of which the highest there is may
 * be an end, or the result of the last search. Which of numbers or UIDs they are is the command's matter. Immutable.
 */
public final class SequenceSet {
    /** {@code $}: what the last SEARCH with SAVE found (RFC 5182). */
    public static final SequenceSet SAVED = new SequenceSet(new long[0]);

    /** Stands for {@code *}; greater than any number. */
    static final long STAR = 1L << 32;

    /** First and last of each range, in turn and in the order of the client. */
    private final long[] bounds;

    private SequenceSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** Gathers ranges. */
    static final class Builder {
        private long[] bounds = new long[4];
        private int length;

        /** Adds a range whose ends come in any order. */
        void add(long one, long other) {
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * length);
            }
            bounds[length++] = Math.min(one, other);
            bounds[length++] = Math.max(one, other);
        }

        SequenceSet build() {
            return new SequenceSet(Arrays.copyOf(bounds, length));
        }
    }

    public boolean isSaved() {
        return this == SAVED;
    }

    /** The highest number in it, without {@code *}; 0 if there is none. */
    public long highest() {
        long highest = 0;
        for (long bound : bounds) {
            highest = bound == STAR ? highest : Math.max(highest, bound);
        }
        return highest;
    }

    /** Whether {@code *} is in it. */
    public boolean hasStar() {
        return Arrays.stream(bounds).anyMatch(bound -> bound == STAR);
    }

    /**
     * The same as sorted ranges.
     *
     * @param star what {@code *} stands for: the highest number there is; 0 if there is none, then ranges with it are empty
     */
    public UidSet resolved(long star) {
        List<UidSet.Range> ranges = new ArrayList<>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i + 1] == STAR && star == 0) {
                continue;
            }
            long one = bounds[i] == STAR ? star : bounds[i];
            long other = bounds[i + 1] == STAR ? star : bounds[i + 1];
            ranges.add(new UidSet.Range(new Uid(Math.min(one, other)), new Uid(Math.max(one, other))));
        }
        ranges.sort(Comparator.comparing(UidSet.Range::first));
        return UidSet.ofRanges(ranges);
    }

    @Override
    public String toString() {
        if (isSaved()) {
            return "$";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(bounds[i] == STAR ? "*" : Long.toString(bounds[i]));
            if (bounds[i + 1] != bounds[i]) {
                text.append(':').append(bounds[i + 1] == STAR ? "*" : Long.toString(bounds[i + 1]));
            }
        }
        return text.toString();
    }
}
