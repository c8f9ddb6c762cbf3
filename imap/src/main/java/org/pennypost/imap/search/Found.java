package org.pennypost.imap.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;

/** The numbers that a search has found, in rising order. Belongs to one thread. */
public final class Found {
    private long[] numbers = new long[64];
    private int count;

    /** Adds a number that is greater than all others. */
    public void add(long number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = number;
    }

    public int count() {
        return count;
    }

    /** The lowest; there must be one. */
    public long min() {
        return numbers[0];
    }

    /** The highest; there must be one. */
    public long max() {
        return numbers[count - 1];
    }

    /** All of them, of UIDs. */
    public UidSet uids() {
        List<UidSet.Range> ranges = new ArrayList<>();
        for (int i = 0; i < count; ) {
            int end = runEnd(i);
            ranges.add(new UidSet.Range(new Uid(numbers[i]), new Uid(numbers[end])));
            i = end + 1;
        }
        return UidSet.ofRanges(ranges);
    }

    /** The index of the last number of the run that begins here. */
    private int runEnd(int from) {
        int end = from;
        while (end + 1 < count && numbers[end + 1] == numbers[end] + 1) {
            end++;
        }
        return end;
    }

    /** A blank before each (RFC 3501 §7.2.5). */
    public void writeEach(ResponseWriter out) throws IOException {
        for (int i = 0; i < count; i++) {
            out.sp().number(numbers[i]);
            out.relieve();
        }
    }

    /** {@code sequence-set}; there must be one. */
    public void writeRanges(ResponseWriter out) throws IOException {
        for (int i = 0; i < count; ) {
            int end = runEnd(i);
            out.raw(i == 0 ? "" : ",").number(numbers[i]);
            if (end > i) {
                out.raw(':').number(numbers[end]);
            }
            out.relieve();
            i = end + 1;
        }
    }
}
