package org.pennypost.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the bytes that matter in a body eight at a time: in mail, CR, LF and NUL are rare among others. */
final class LineEnds {
    /*
     * The classic test for "a byte less than n in a word" (Bit Twiddling Hacks, S. E. Anderson): borrow from each byte's top bit. It
     * may also say yes for a byte above such a byte, never no: so a hit is looked at byte by byte.
     */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final long ABOVE_CR = ONES * ('\r' + 1);

    private LineEnds() {}

    /** The place of the first CR, LF or NUL from {@code from} on; {@code to} if there is none before it. */
    static int next(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            while (i + Long.BYTES <= to) {
                long word = (long) WORD.get(bytes, i);
                if (((word - ABOVE_CR) & ~word & TOPS) != 0) {
                    break;
                }
                i += Long.BYTES;
            }
            int stop = Math.min(i + Long.BYTES, to);
            for (; i < stop; i++) {
                byte b = bytes[i];
                if (b == '\r' || b == '\n' || b == 0) {
                    return i;
                }
            }
        }
        return to;
    }
}
