package org.pennypost.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the bytes that matter in a body eight at a time: in mail they are rare among others. */
public final class LineEnds {
    /*
     * The classic tests for "a byte less than n in a word" and "a zero byte in a word" (Bit Twiddling Hacks, S. E. Anderson): the borrow
     * from each byte's top bit. A byte above a hit may be marked without being one, the lowest mark is always right; read in
     * little-endian order the lowest byte is the first one, so its place can be counted instead of searched.
     */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final int ABOVE_CR = '\r' + 1;
    private static final long ABOVE_CRS = ONES * ABOVE_CR;
    private static final long DOTS = ONES * '.';

    private LineEnds() {}

    /** The place of the first CR, LF or NUL from {@code from} on; {@code to} if there is none before it. */
    public static int next(byte[] bytes, int from, int to) {
        int i = from;
        while (true) {
            i = nextControl(bytes, i, to);
            if (i == to) {
                return to;
            }
            byte b = bytes[i];
            if (b == '\r' || b == '\n' || b == 0) {
                return i;
            }
            i++;
        }
    }

    /** The place of the first byte from 0 to CR; tabs are among them. */
    private static int nextControl(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(bytes, i);
            long hits = (word - ABOVE_CRS) & ~word & TOPS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] >= 0 && bytes[i] < ABOVE_CR) {
                return i;
            }
        }
        return to;
    }

    /** The place of the first dot from {@code from} on; {@code to} if there is none before it. */
    static int nextDot(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(bytes, i) ^ DOTS;
            long hits = (word - ONES) & ~word & TOPS;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '.') {
                return i;
            }
        }
        return to;
    }
}
