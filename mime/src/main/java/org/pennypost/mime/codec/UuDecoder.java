package org.pennypost.mime.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * One uuencoded file: what stands between a line {@code begin 644 name} and a line {@code end}; what is around them is left out. Uuencode has no RFC: the
 * form is that of POSIX, with its variant {@code begin-base64}.
 *
 * <p>Lenient: a backquote or a space is a zero, spaces at the end of a line may have been lost, a check character may follow, the last two lines may be missing.
 */
public final class UuDecoder implements TransferDecoder {
    /** A line carries at most 45 octets in 61 characters as it is written, 63 in 85 as it can be. */
    private static final int LINE_OCTETS_MAX = 63;
    /** More of a line is not looked at: room for every line, and for a line with a file name. */
    private static final int LINE_MAX = 512;

    private static final Pattern BEGIN = Pattern.compile("begin(-base64)? [0-7]{3,4} +\\S.*");

    private enum State {
        BEFORE,
        LINES,
        BASE64,
        AFTER
    }

    private final byte[] line = new byte[LINE_MAX];
    private int lineLength;
    private State state = State.BEFORE;
    private Base64Decoder base64 = new Base64Decoder();
    private long faults;

    UuDecoder() {}

    /** Returns whether a line begins a uuencoded file. */
    public static boolean begins(String line) {
        return BEGIN.matcher(line).matches();
    }

    /**
     * Returns whether a line can be one of a uuencoded file: its first character says how many there are, which must nearly be so.
     *
     * @param in holds it from {@code from} to before {@code to}, without its line end
     */
    public static boolean isLine(byte[] in, int from, int to) {
        if (from == to) {
            return false;
        }
        int octets = in[from] - ' ' & 0x3F;
        int characters = (octets + 2) / 3 * 4 + 1;
        for (int i = from; i < to; i++) {
            if (in[i] < ' ' || in[i] > '`') {
                return false;
            }
        }
        // One more is a check character; fewer are lost spaces.
        return to - from <= characters + 1;
    }

    @Override
    public int decode(byte[] in, int from, int to, byte[] out, int at) {
        int end = at;
        for (int i = from; i < to; i++) {
            if (in[i] == '\n') {
                end = endLine(out, end);
            } else if (in[i] != '\r') {
                if (lineLength < LINE_MAX) {
                    line[lineLength++] = in[i];
                } else {
                    faults++;
                }
            }
        }
        return end;
    }

    @Override
    public int end(byte[] out, int at) {
        int end = lineLength > 0 ? endLine(out, at) : at;
        if (state == State.BASE64) {
            end = base64.end(out, end);
        }
        if (state != State.AFTER) {
            faults++;
        }
        return end;
    }

    private int endLine(byte[] out, int at) {
        int length = lineLength;
        lineLength = 0;
        switch (state) {
            case BEFORE -> {
                String text = text(length);
                if (begins(text)) {
                    state = text.startsWith("begin-") ? State.BASE64 : State.LINES;
                }
            }
            case LINES -> {
                return decodeLine(length, out, at);
            }
            case BASE64 -> {
                if (text(length).equals("====")) {
                    state = State.AFTER;
                    faults += base64.faults();
                    return base64.end(out, at);
                }
                return base64.decode(line, 0, length, out, at);
            }
            case AFTER -> {}
        }
        return at;
    }

    private String text(int length) {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private int decodeLine(int length, byte[] out, int at) {
        if (text(length).equals("end")) {
            state = State.AFTER;
            return at;
        }
        if (!isLine(line, 0, length)) {
            faults += length == 0 ? 0 : 1;
            return at;
        }
        int octets = line[0] - ' ' & 0x3F;
        int groups = (octets + 2) / 3;
        int needed = 1 + groups * 4;
        if (length < needed) {
            Arrays.fill(line, length, needed, (byte) ' ');
        }
        int end = at;
        for (int i = 1; i < needed; i += 4) {
            int bits = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
            for (int shift = 16; shift >= 0 && end - at < octets; shift -= 8) {
                out[end++] = (byte) (bits >> shift);
            }
        }
        return end;
    }

    private int value(int i) {
        return line[i] - ' ' & 0x3F;
    }

    @Override
    public int roomFor(int octets) {
        // A line of one character and its end may have lost 84 spaces.
        return Math.max(octets / 2 + 1, 1) * LINE_OCTETS_MAX + LINE_MAX;
    }

    @Override
    public long faults() {
        return faults;
    }
}
