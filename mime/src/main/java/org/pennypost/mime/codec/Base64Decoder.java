package org.pennypost.mime.codec;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 of RFC 2045 §6.8, lenient: characters outside the alphabet are left out, padding may be missing, and after padding another stream may follow.
 * A single last character, which stands for no whole octet, is dropped.
 */
public final class Base64Decoder implements TransferDecoder {
    /*
     * The JDK's decoder has a loop of vector instructions, but only for input without line ends and only for whole arrays. So lines are gathered in
     * an array, which costs a copy of 76 octets a line, and decoded together. The length of the next line is guessed to be that of the last: no search
     * for its end is needed then, as a line end among the characters makes the JDK's decoder refuse the array, and anything it refuses is read again by
     * the slow loop. java.util.Base64's MIME decoder was rejected: it looks at each character by itself.
     */
    /** Sixty-four lines of the usual 76 characters (RFC 2045 §6.8). */
    private static final int GATHERED = 64 * 76;
    /** Below this the slow loop is as fast. */
    private static final int GATHERED_MIN = 64;

    private static final byte JUNK = -1;
    private static final byte SPACE = -2;
    private static final byte PADDING = -3;
    private static final byte[] VALUES = values();

    private final Base64.Decoder fast = Base64.getDecoder();
    private final byte[] gathered = new byte[GATHERED];
    private final byte[] decoded = new byte[GATHERED / 4 * 3];
    private int lineLength;
    /** Where the gathered characters end in the input. */
    private int gatheredTo;

    private int bits;
    private int sextets;
    private int paddingDue;
    private long faults;

    Base64Decoder() {}

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, JUNK);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        for (char space : " \t\r\n".toCharArray()) {
            values[space] = SPACE;
        }
        values['='] = PADDING;
        return values;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int next = from;
        int end = at;
        while (next < to) {
            if (sextets != 0 || paddingDue != 0 || to - next < GATHERED_MIN) {
                // As far as the end of a group: then the fast way is open again.
                int stop = to - next < GATHERED_MIN ? to : next + 1;
                end = slowly(in, next, stop, out, end);
                next = stop;
                continue;
            }
            int count = gather(in, next, to);
            int octets = fastly(count);
            if (octets < 0) {
                end = slowly(in, next, gatheredTo, out, end);
            } else {
                System.arraycopy(decoded, 0, out, end, octets);
                end = slowly(gathered, count & ~3, count, out, end + octets);
            }
            next = gatheredTo;
        }
        return end;
    }

    /** Copies characters without their line ends, as many as there is room for. */
    private int gather(byte[] in, int from, int to) {
        int next = from;
        int count = 0;
        while (next < to && count < GATHERED) {
            int end = next + lineLength;
            if (end >= to || (in[end] != '\r' && in[end] != '\n')) {
                end = lineEnd(in, next, to);
                lineLength = end - next;
            }
            int taken = Math.min(end - next, GATHERED - count);
            System.arraycopy(in, next, gathered, count, taken);
            count += taken;
            next += taken;
            while (next < to && (in[next] == '\r' || in[next] == '\n')) {
                next++;
            }
        }
        gatheredTo = next;
        return count;
    }

    private static int lineEnd(byte[] in, int from, int to) {
        int end = from;
        while (end < to && in[end] != '\n' && in[end] != '\r') {
            end++;
        }
        return end;
    }

    /** Returns how many octets the whole groups among the gathered characters stand for, or less than 0 where they are no plain base64. */
    private int fastly(int count) {
        int whole = count & ~3;
        if (whole < GATHERED_MIN) {
            return -1;
        }
        try {
            return fast.decode(whole == GATHERED ? gathered : Arrays.copyOf(gathered, whole), decoded);
        } catch (IllegalArgumentException _) {
            return -1;
        }
    }

    private int slowly(byte[] in, int from, int to, byte[] out, int at) {
        int end = at;
        for (int i = from; i < to; i++) {
            byte value = VALUES[in[i] & 0xFF];
            if (value >= 0) {
                faults += paddingDue;
                paddingDue = 0;
                bits = bits << 6 | value;
                if (++sextets == 4) {
                    out[end++] = (byte) (bits >> 16);
                    out[end++] = (byte) (bits >> 8);
                    out[end++] = (byte) bits;
                    sextets = 0;
                }
            } else if (value == PADDING) {
                end = pad(out, end);
            } else if (value == JUNK) {
                faults++;
            }
        }
        return end;
    }

    private int pad(byte[] out, int at) {
        if (sextets == 0) {
            faults += paddingDue > 0 ? 0 : 1;
            paddingDue = 0;
            return at;
        }
        paddingDue = sextets == 2 ? 1 : 0;
        return endGroup(out, at);
    }

    private int endGroup(byte[] out, int at) {
        int end = at;
        switch (sextets) {
            case 1 -> faults++;
            case 2 -> out[end++] = (byte) (bits >> 4);
            case 3 -> {
                out[end++] = (byte) (bits >> 10);
                out[end++] = (byte) (bits >> 2);
            }
            default -> {}
        }
        sextets = 0;
        return end;
    }

    @Override
    public int end(byte[] out, int at) {
        if (sextets > 1 || paddingDue > 0) {
            faults++;
        }
        paddingDue = 0;
        return endGroup(out, at);
    }

    @Override
    public int roomFor(int octets) {
        return octets / 4 * 3 + 6;
    }

    @Override
    public long faults() {
        return faults;
    }
}
