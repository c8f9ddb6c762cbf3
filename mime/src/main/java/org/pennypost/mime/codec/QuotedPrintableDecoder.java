package org.pennypost.mime.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Quoted-printable of RFC 2045 §6.7. Line ends stay what they are in the source; white space before them was added on the way and is dropped (rule 3).
 *
 * <p>Lenient: hexadecimal digits may be small, an {@code =} that introduces nothing stays as it is, white space may stand between {@code =} and
 * the end of its line, octets that should have been encoded are taken as they are.
 */
public final class QuotedPrintableDecoder implements TransferDecoder {
    /*
     * Eight octets at a time are copied as long as none of them is an '=' or a control character; where one is, its place follows from the lowest
     * bit of the mask, and what stands before it has been copied with the eight. White space is copied like any text, and taken back at a line end, but
     * not beyond `floor`: what was encoded stays. What cannot be decided at the end of a piece (white space, the beginning of an "=") is held and read again
     * before the next one.
     */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int WORD_OCTETS = 8;
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    /** Control characters below this stop the copying: CR and LF are among them. */
    private static final int CONTROLS_TO = 0x10;
    /** A line is not longer (RFC 5322 §2.1.1): more white space than this is kept rather than held. */
    private static final int HELD_MAX = 998;

    private static final byte[] HEX = hex();

    private byte[] held = {};
    private long faults;

    QuotedPrintableDecoder() {}

    private static byte[] hex() {
        byte[] hex = new byte[256];
        for (int i = 0; i < hex.length; i++) {
            hex[i] = (byte) Character.digit(i < 0x80 ? i : ' ', 16);
        }
        return hex;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        if (held.length == 0) {
            return decodePiece(in, from, to, out, at);
        }
        byte[] joined = Arrays.copyOf(held, held.length + to - from);
        System.arraycopy(in, from, joined, held.length, to - from);
        held = new byte[0];
        return decodePiece(joined, 0, joined.length, out, at);
    }

    private int decodePiece(byte[] in, int from, int to, byte[] out, int at) {
        int next = from;
        int end = at;
        int floor = at;
        while (next < to) {
            if (next + WORD_OCTETS <= to) {
                long word = (long) WORD.get(in, next);
                WORD.set(out, end, word);
                long stops = stops(word);
                int plain = stops == 0 ? WORD_OCTETS : Long.numberOfTrailingZeros(stops) / Byte.SIZE;
                next += plain;
                end += plain;
                if (stops == 0) {
                    continue;
                }
            }
            byte c = in[next];
            if (c == '\r' || c == '\n') {
                end = withoutSpace(out, floor, end);
                out[end++] = c;
                next++;
                floor = end;
            } else if (c != '=') {
                out[end++] = c;
                next++;
            } else if (next + 2 < to && (HEX[in[next + 1] & 0xFF] | HEX[in[next + 2] & 0xFF]) >= 0) {
                out[end++] = (byte) (HEX[in[next + 1] & 0xFF] << 4 | HEX[in[next + 2] & 0xFF]);
                next += 3;
                floor = end;
            } else {
                int after = afterSoftBreak(in, next, to);
                floor = end;
                if (after < 0) {
                    held = Arrays.copyOfRange(in, next, to);
                    return end;
                }
                if (after == next) {
                    faults++;
                    out[end++] = '=';
                    next++;
                } else {
                    next = after;
                }
            }
        }
        return hold(out, floor, end);
    }

    private static long stops(long word) {
        long equalsSigns = word ^ '=' * EACH;
        long equal = (equalsSigns - EACH) & ~equalsSigns;
        long control = (word - CONTROLS_TO * EACH) & ~word;
        return (equal | control) & HIGH;
    }

    private static int withoutSpace(byte[] out, int floor, int end) {
        int to = end;
        while (to > floor && isSpace(out[to - 1])) {
            to--;
        }
        return to;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t';
    }

    /** Returns where the text goes on after a soft line break, {@code at} where there is none, or less than 0 where that is not known yet. */
    private int afterSoftBreak(byte[] in, int at, int to) {
        int next = at + 1;
        while (next < to && isSpace(in[next])) {
            next++;
        }
        boolean more =
                next == to || (next + 1 == to && (in[next] == '\r' || (next == at + 1 && HEX[in[next] & 0xFF] >= 0)));
        if (more) {
            return to - at > HELD_MAX ? at : -1;
        }
        faults += next > at + 1 && (in[next] == '\r' || in[next] == '\n') ? 1 : 0;
        if (in[next] == '\n') {
            return next + 1;
        }
        if (in[next] == '\r') {
            return in[next + 1] == '\n' ? next + 2 : next + 1;
        }
        return at;
    }

    private int hold(byte[] out, int floor, int end) {
        int to = withoutSpace(out, floor, end);
        if (to == end || end - to > HELD_MAX) {
            return end;
        }
        held = Arrays.copyOfRange(out, to, end);
        return to;
    }

    @Override
    public int end(byte[] out, int at) {
        int end = at;
        boolean digit = held.length == 2 && HEX[held[1] & 0xFF] >= 0;
        if (digit) {
            faults++;
            out[end++] = held[0];
            out[end++] = held[1];
        } else if (held.length > 0 && held[0] == '=') {
            // RFC 2045 §6.7: an "=" may not end the encoded text; readers take it for a soft line break.
            faults++;
        }
        held = new byte[0];
        return end;
    }

    @Override
    public int roomFor(int octets) {
        return octets + held.length + WORD_OCTETS;
    }

    @Override
    public long faults() {
        return faults;
    }
}
