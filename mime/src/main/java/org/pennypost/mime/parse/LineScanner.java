package org.pennypost.mime.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Runs over bytes, eight at a time, to the next line of interest, and on the way counts lines and sees bare CR, bare LF, NUL and octets above 127.
 *
 * <p>How it works: a word of eight bytes is compared with eight LF at once; {@code zeroes} gives a word with the top bit set in each byte that was equal
 * (Warren, "Hacker's Delight", §6-1, in the form without carries between bytes, since every position counts here). A CR moved up by one byte must meet an
 * LF; where they differ, one of them is bare. Most words of mail hold nothing below a space, which three operations tell ({@code below}), and only the others are
 * looked into. Searching for the boundary itself, with a skip table, was rejected: lines have to be counted anyway, and base64 has no hyphens.
 *
 * <p>Life cycle: one for each parse; {@link #startBody} forgets the octets of the part before.
 */
final class LineScanner {
    /** Where to stop. */
    enum Stop {
        /** Only at the end. */
        NEVER,
        /** Behind an LF that a hyphen follows. */
        HYPHEN,
        /** Behind an LF that neither space nor tab follows. */
        FIELD
    }

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW7 = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGH = 0x8080808080808080L;
    private static final long LF = 0x0A0A0A0A0A0A0A0AL;
    private static final long CR = 0x0D0D0D0D0D0D0D0DL;
    /** Less than this is no octet of ordinary text but TAB, LF and CR. */
    private static final long ABOVE_CR = 0x0E0E0E0E0E0E0E0EL;

    private static final long NOT_SEEN = -1;

    private long lines;
    private boolean afterCr;
    private long eightBit;
    private boolean nul;
    private long firstBareLf = NOT_SEEN;
    private long firstBareCr = NOT_SEEN;
    private long firstNul = NOT_SEEN;

    /** Returns how many LF were passed. */
    long lines() {
        return lines;
    }

    /** Goes back to where this many lines had been passed, at the beginning of a line. */
    void backTo(long linesThen) {
        lines = linesThen;
        afterCr = false;
    }

    void startBody() {
        eightBit = 0;
        nul = false;
    }

    Octets octets() {
        return Octets.of((eightBit & HIGH) != 0, nul);
    }

    /** Tells the first bare CR, bare LF and NUL of all. */
    void report(MessageEvents events) {
        report(events, DefectKind.BARE_LF, firstBareLf);
        report(events, DefectKind.BARE_CR, firstBareCr);
        report(events, DefectKind.NUL, firstNul);
    }

    private static void report(MessageEvents events, DefectKind kind, long offset) {
        if (offset != NOT_SEEN) {
            events.defect(kind, offset);
        }
    }

    /**
     * Runs on.
     *
     * @param from where the run before ended, or a beginning of a line
     * @param base the offset in the source of the array's first byte
     * @return behind the LF where it stopped, or {@code to}. An LF that is the last byte is a stop, for what follows it is not known
     */
    int run(byte[] bytes, int from, int to, long base, Stop stop) {
        int at = from;
        long carry = afterCr ? 0x80 : 0;
        long high = eightBit;
        long wantLf = firstBareLf == NOT_SEEN ? HIGH : 0;
        long wantCr = firstBareCr == NOT_SEEN ? HIGH : 0;
        long count = 0;
        while (at <= to - Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            if ((below(word) | carry) == 0) {
                high |= word;
                at = pastPlain(bytes, at + Long.BYTES, to);
                continue;
            }
            long lf = zeroes(word ^ LF);
            long cr = zeroes(word ^ CR);
            long after = (cr << 8) | carry;
            long odd = (lf & ~after & wantLf) | (after & ~lf & wantCr);
            if (odd != 0) {
                noteBare(lf & ~after, after & ~lf, base + at);
                wantLf = firstBareLf == NOT_SEEN ? HIGH : 0;
                wantCr = firstBareCr == NOT_SEEN ? HIGH : 0;
            }
            if (lf != 0 && stop != Stop.NEVER) {
                for (long rest = lf; rest != 0; rest &= rest - 1) {
                    int bit = Long.numberOfTrailingZeros(rest);
                    int next = at + (bit >>> 3) + 1;
                    if (next >= to || stops(bytes[next], stop)) {
                        long upTo = bit == 63 ? -1L : (1L << (bit + 1)) - 1;
                        noteNul(zeroes(word) & upTo, base + at);
                        eightBit |= high | (word & upTo);
                        lines += count + Long.bitCount(lf & upTo);
                        afterCr = false;
                        return next;
                    }
                }
            }
            long zero = zeroes(word);
            if (zero != 0) {
                noteNul(zero, base + at);
            }
            high |= word;
            count += Long.bitCount(lf);
            carry = cr >>> 56;
            at += Long.BYTES;
        }
        eightBit |= high;
        lines += count;
        afterCr = carry != 0;
        return bytewise(bytes, at, to, base, stop);
    }

    /** Runs over sixteen octets at a time, as long as they are ordinary text; notes those above 127. */
    private int pastPlain(byte[] bytes, int from, int to) {
        int at = from;
        long high = 0;
        while (at <= to - 2 * Long.BYTES) {
            long first = (long) WORDS.get(bytes, at);
            long second = (long) WORDS.get(bytes, at + Long.BYTES);
            if ((below(first) | below(second)) != 0) {
                break;
            }
            high |= first | second;
            at += 2 * Long.BYTES;
        }
        eightBit |= high;
        return at;
    }

    private int bytewise(byte[] bytes, int from, int to, long base, Stop stop) {
        for (int at = from; at < to; at++) {
            byte c = bytes[at];
            eightBit |= c & 0x80;
            if (c == '\n') {
                lines++;
                if (!afterCr && firstBareLf == NOT_SEEN) {
                    firstBareLf = base + at;
                }
                afterCr = false;
                if (stop != Stop.NEVER && (at + 1 == to || stops(bytes[at + 1], stop))) {
                    return at + 1;
                }
            } else {
                if (afterCr && firstBareCr == NOT_SEEN) {
                    firstBareCr = base + at - 1;
                }
                afterCr = c == '\r';
                if (c == 0) {
                    noteNul(0x80, base + at);
                }
            }
        }
        return to;
    }

    private static boolean stops(byte next, Stop stop) {
        return stop == Stop.HYPHEN ? next == '-' : next != ' ' && next != '\t';
    }

    /** Not 0 where a byte of the word is less than {@link #ABOVE_CR}'s. */
    private static long below(long word) {
        return (word - ABOVE_CR) & ~word & HIGH;
    }

    /** The top bit of every byte that is 0. */
    private static long zeroes(long word) {
        return ~(((word & LOW7) + LOW7) | word | LOW7);
    }

    private void noteBare(long bareLf, long afterBareCr, long offset) {
        if (bareLf != 0 && firstBareLf == NOT_SEEN) {
            firstBareLf = offset + (Long.numberOfTrailingZeros(bareLf) >>> 3);
        }
        if (afterBareCr != 0 && firstBareCr == NOT_SEEN) {
            firstBareCr = offset + (Long.numberOfTrailingZeros(afterBareCr) >>> 3) - 1;
        }
    }

    private void noteNul(long zero, long offset) {
        if (zero != 0) {
            nul = true;
            if (firstNul == NOT_SEEN) {
                firstNul = offset + (Long.numberOfTrailingZeros(zero) >>> 3);
            }
        }
    }
}
