package org.pennypost.mailbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * A block of a mailbox: up to {@value #ROWS_MAX} rows in the order of their UIDs, under {@link Keys#block} with the first UID.
 * The columns are read where they lie, so loading a mailbox decodes nothing and a view costs what the block costs.
 *
 * <pre>
 * version 1 or 2 (u8), rows (number)
 * per column: width (u8, 0 to 8), step (u8, 0 or 1), base (signed)
 * per column: rows * width bytes, little-endian
 * 7 bytes 0, so that eight bytes can be read at every place
 * </pre>
 *
 * The columns are UID, MODSEQ, message id, message id - content id, flags, size, received, saved - received, and in version 2 the surrogate
 * ({@link SurrogateNote#code}); blocks without one are written in version 1. Row {@code i} of a column
 * is {@code base + step * i +} its bytes: UIDs without gaps take none, flags mostly one, all together 2 to 14 bytes a row.
 * The store guards its values with checksums of its own.
 */
final class BlockFormat {
    /** The most rows in a block. */
    static final int ROWS_MAX = 4_096;

    /** Blocks are cut so that they stay below this. */
    static final int BYTES_MAX = 80_000;

    private static final int VERSION = 1;
    private static final int VERSION_WITH_SURROGATES = 2;
    private static final int PADDING = Long.BYTES - 1;
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long[] NONE = {};

    private BlockFormat() {}

    /** Rows with UIDs rising, cut into blocks. */
    static List<Rows> pack(List<Row> rows) throws StoreException {
        return pack(rows, ROWS_MAX);
    }

    /** The same with at most {@code rowsMax} in a block. */
    static List<Rows> pack(List<Row> rows, int rowsMax) throws StoreException {
        List<Rows> blocks = new ArrayList<>();
        for (int from = 0; from < rows.size(); ) {
            int to = Math.min(rows.size(), from + rowsMax);
            byte[] bytes = encode(rows.subList(from, to));
            while (bytes.length > BYTES_MAX) {
                to = from + (to - from) / 2;
                bytes = encode(rows.subList(from, to));
            }
            blocks.add(decode(bytes));
            from = to;
        }
        return blocks;
    }

    private static byte[] encode(List<Row> rows) {
        int count = rows.size();
        long[][] values = new long[Rows.COLUMNS_WITH_SURROGATES][count];
        long surrogates = 0;
        for (int i = 0; i < count; i++) {
            Rows.store(rows.get(i), values, i);
            surrogates |= rows.get(i).surrogate();
        }
        int columns = surrogates == 0 ? Rows.COLUMNS : Rows.COLUMNS_WITH_SURROGATES;
        Packed[] packed = new Packed[columns];
        int dataBytes = 0;
        for (int column = 0; column < columns; column++) {
            packed[column] = Packed.of(values[column]);
            dataBytes += packed[column].width * count;
        }
        byte[] head = head(count, packed);
        byte[] bytes = Arrays.copyOf(head, head.length + dataBytes + PADDING);
        int at = head.length;
        for (int column = 0; column < columns; column++) {
            at = packed[column].write(values[column], bytes, at);
        }
        return bytes;
    }

    /**
     * The same rows with other flags and mod-sequences; the other columns are taken as they are. One block, unless that has become too long.
     */
    static List<Rows> withFlags(Rows rows, long[] flags, long[] modSeqs) throws StoreException {
        return withFlags(rows, Packed.of(flags), flags, Packed.of(modSeqs), modSeqs);
    }

    /** The same where all have the same. */
    static List<Rows> withFlags(Rows rows, long flags, long modSeq) throws StoreException {
        return withFlags(rows, Packed.all(flags), NONE, Packed.all(modSeq), NONE);
    }

    private static List<Rows> withFlags(Rows rows, Packed flagsNow, long[] flags, Packed modSeqsNow, long[] modSeqs)
            throws StoreException {
        int count = rows.count();
        Packed[] packed = new Packed[rows.columns()];
        int dataBytes = 0;
        for (int column = 0; column < packed.length; column++) {
            packed[column] = switch (column) {
                case Rows.FLAGS -> flagsNow;
                case Rows.MODSEQ -> modSeqsNow;
                default -> new Packed(rows.width(column), rows.step(column), rows.base(column));
            };
            dataBytes += packed[column].width * count;
        }
        byte[] head = head(count, packed);
        if (head.length + dataBytes + PADDING > BYTES_MAX) {
            List<Row> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                all.add(rows.at(i).withFlags(flagsNow.at(flags, i), modSeqsNow.at(modSeqs, i)));
            }
            return pack(all);
        }
        byte[] bytes = Arrays.copyOf(head, head.length + dataBytes + PADDING);
        int at = head.length;
        for (int column = 0; column < packed.length; column++) {
            switch (column) {
                case Rows.FLAGS -> at = flagsNow.write(flags, bytes, at);
                case Rows.MODSEQ -> at = modSeqsNow.write(modSeqs, bytes, at);
                default -> {
                    int length = packed[column].width * count;
                    System.arraycopy(rows.bytes(), rows.start(column), bytes, at, length);
                    at += length;
                }
            }
        }
        return List.of(decode(bytes));
    }

    private static byte[] head(int count, Packed[] packed) {
        Packer head = new Packer(120)
                .u8(packed.length == Rows.COLUMNS ? VERSION : VERSION_WITH_SURROGATES)
                .number(count);
        for (Packed how : packed) {
            head.u8(how.width).u8(how.step).signed(how.base);
        }
        return head.toBytes();
    }

    static Rows decode(byte[] bytes) throws StoreException {
        Unpacker in = new Unpacker("a mailbox's block", bytes);
        int columns =
                in.version(VERSION, VERSION_WITH_SURROGATES) == VERSION ? Rows.COLUMNS : Rows.COLUMNS_WITH_SURROGATES;
        int count = (int) in.number();
        if (count < 1 || count > ROWS_MAX) {
            throw in.torn();
        }
        int[] widths = new int[columns];
        int[] steps = new int[columns];
        long[] bases = new long[columns];
        for (int column = 0; column < columns; column++) {
            widths[column] = in.u8();
            steps[column] = in.u8();
            bases[column] = in.signed();
            if (widths[column] > Long.BYTES || steps[column] > 1) {
                throw in.torn();
            }
        }
        int[] starts = new int[columns];
        int at = in.position();
        for (int column = 0; column < columns; column++) {
            starts[column] = at;
            at += widths[column] * count;
        }
        if (at + PADDING != bytes.length) {
            throw in.torn();
        }
        return new Rows(bytes, count, starts, widths, steps, bases);
    }

    static long residual(byte[] bytes, int at, int width) {
        return width == 0 ? 0 : (long) LITTLE_ENDIAN.get(bytes, at) & (-1L >>> (Long.SIZE - 8 * width));
    }

    /** How a column is kept: arithmetic wraps around, so any spread of values fits in eight bytes. */
    private record Packed(int width, int step, long base) {
        static Packed all(long value) {
            return new Packed(0, 0, value);
        }

        static Packed of(long[] values) {
            Packed flat = of(values, 0);
            return flat.width == 0 ? flat : narrower(flat, of(values, 1));
        }

        /**
         * Writes the values of this column.
         *
         * @return the place behind them
         */
        int write(long[] values, byte[] bytes, int from) {
            int at = from;
            long expected = base;
            for (int i = 0; i < values.length && width > 0; i++, at += width, expected += step) {
                // Eight bytes, of which those above the width are 0: the next value, column or padding stands there in
                // the end.
                LITTLE_ENDIAN.set(bytes, at, values[i] - expected);
            }
            return at;
        }

        /** The value at a place, of these or the one that all have. */
        long at(long[] values, int i) {
            return values.length == 0 ? base : values[i];
        }

        private static Packed narrower(Packed a, Packed b) {
            return b.width < a.width ? b : a;
        }

        private static Packed of(long[] values, int step) {
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int i = 0; i < values.length; i++) {
                long value = values[i] - (long) step * i;
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            int bits = Long.SIZE - Long.numberOfLeadingZeros(max - min);
            return new Packed((bits + 7) / 8, step, min);
        }
    }
}
