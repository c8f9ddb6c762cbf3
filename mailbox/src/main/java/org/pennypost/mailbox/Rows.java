package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.List;

/** The rows of one block, read in place; see {@link BlockFormat}. Immutable. */
final class Rows {
    static final int COLUMNS = 8;
    static final int COLUMNS_WITH_SURROGATES = 9;

    static final int UID = 0;
    static final int MODSEQ = 1;
    static final int ID = 2;
    private static final int CONTENT = 3;
    static final int FLAGS = 4;
    private static final int SIZE = 5;
    private static final int RECEIVED = 6;
    private static final int SAVED = 7;
    private static final int SURROGATE = 8;

    /** What the object and its arrays take beside the bytes. */
    private static final long OVERHEAD_BYTES = 260;

    private final byte[] bytes;
    private final int count;
    private final int[] starts;
    private final int[] widths;
    private final int[] steps;
    private final long[] bases;

    Rows(byte[] bytes, int count, int[] starts, int[] widths, int[] steps, long[] bases) {
        this.bytes = bytes;
        this.count = count;
        this.starts = starts;
        this.widths = widths;
        this.steps = steps;
        this.bases = bases;
    }

    /** Spreads a row over the columns. */
    static void store(Row row, long[][] columns, int i) {
        columns[UID][i] = row.uid();
        columns[MODSEQ][i] = row.modSeq();
        columns[ID][i] = row.id();
        columns[CONTENT][i] = row.id() - row.content();
        columns[FLAGS][i] = row.flags();
        columns[SIZE][i] = row.size();
        columns[RECEIVED][i] = row.received();
        columns[SAVED][i] = row.saved() - row.received();
        columns[SURROGATE][i] = row.surrogate();
    }

    int count() {
        return count;
    }

    long uid(int i) {
        return value(UID, i);
    }

    long modSeq(int i) {
        return value(MODSEQ, i);
    }

    long id(int i) {
        return value(ID, i);
    }

    long content(int i) {
        return value(ID, i) - value(CONTENT, i);
    }

    long flags(int i) {
        return value(FLAGS, i);
    }

    long size(int i) {
        return value(SIZE, i);
    }

    long received(int i) {
        return value(RECEIVED, i);
    }

    long saved(int i) {
        return value(RECEIVED, i) + value(SAVED, i);
    }

    /** Whether there is any message that some programs are not told as it came. */
    boolean hasSurrogates() {
        return widths.length == COLUMNS_WITH_SURROGATES;
    }

    /** {@link SurrogateNote#code}; 0 in blocks that have none. */
    long surrogate(int i) {
        return widths.length == COLUMNS ? 0 : value(SURROGATE, i);
    }

    Row at(int i) {
        return new Row(uid(i), modSeq(i), id(i), content(i), flags(i), size(i), received(i), saved(i), surrogate(i));
    }

    long firstUid() {
        return uid(0);
    }

    long lastUid() {
        return uid(count - 1);
    }

    long highestModSeq() {
        long highest = 0;
        for (long modSeq : column(MODSEQ)) {
            highest = Math.max(highest, modSeq);
        }
        return highest;
    }

    /** The first row with this UID or a higher one; {@link #count} if there is none. */
    int lowerBound(long uid) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (uid(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The values of a column, for who looks at all of them. */
    long[] column(int column) {
        long[] values = new long[count];
        int width = widths[column];
        int at = starts[column];
        long value = bases[column];
        for (int i = 0; i < count; i++, at += width, value += steps[column]) {
            // Mostly flags: one octet of them costs a fifth of what residual does.
            values[i] = value + (width == 1 ? bytes[at] & 0xff : BlockFormat.residual(bytes, at, width));
        }
        return values;
    }

    /** Whether each value of the column is one more than the one before, as can be seen without looking at them. */
    boolean isConsecutive(int column) {
        return widths[column] == 0 && steps[column] == 1;
    }

    /** Whether all values of the column are {@link #base}, as can be seen without looking at them. */
    boolean isUniform(int column) {
        return widths[column] == 0 && steps[column] == 0;
    }

    /** Where a run of rows ends that begins at {@code from}: UIDs and message ids without gaps, the same flags; at most {@code to}. */
    int runEnd(int from, int to) {
        boolean numbered = isConsecutive(UID) && isConsecutive(ID);
        boolean alike = isUniform(FLAGS);
        if (numbered && alike) {
            return to;
        }
        long flags = flags(from);
        int end = from + 1;
        while (end < to
                && (alike || flags(end) == flags)
                && (numbered || (uid(end) == uid(end - 1) + 1 && id(end) == id(end - 1) + 1))) {
            end++;
        }
        return end;
    }

    int columns() {
        return widths.length;
    }

    int width(int column) {
        return widths[column];
    }

    int step(int column) {
        return steps[column];
    }

    long base(int column) {
        return bases[column];
    }

    /** Where the column's bytes begin in {@link #bytes}. */
    int start(int column) {
        return starts[column];
    }

    List<Row> toList() {
        List<Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(at(i));
        }
        return rows;
    }

    /** The block's value; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    long memoryBytes() {
        return bytes.length + OVERHEAD_BYTES;
    }

    private long value(int column, int i) {
        int width = widths[column];
        return bases[column]
                + (long) steps[column] * i
                + BlockFormat.residual(bytes, starts[column] + i * width, width);
    }
}
