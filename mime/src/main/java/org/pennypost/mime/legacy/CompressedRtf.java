package org.pennypost.mime.legacy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The compressed RTF of Microsoft's mail programs (MS-OXRTFCP, "LZFu"). */
final class CompressedRtf {
    private static final int HEADER_OCTETS = 16;
    private static final int COMPRESSED = 0x75465A4C;
    private static final int UNCOMPRESSED = 0x414C454D;
    private static final int WINDOW = 4096;
    private static final int COPIED_MIN = 2;
    /** MS-OXRTFCP §2.1.3.1.2: what the window holds at the beginning. */
    private static final byte[] BEFORE = ("{\\r"
                    + "tf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript"
                    + " \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\r"
                    + "ed0\\green0\\blue0\r\n"
                    + "\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
            .getBytes(StandardCharsets.US_ASCII);

    private CompressedRtf() {}

    /**
     * Decompresses. The checksum is not looked at: a damaged text is better than none.
     *
     * @param octetsMax the result is cut there
     * @return nothing when it is none of the two kinds
     */
    static Optional<byte[]> decompress(byte[] in, int octetsMax) {
        LittleEndian header = new LittleEndian(in, 0, in.length);
        if (in.length < HEADER_OCTETS) {
            return Optional.empty();
        }
        header.int32();
        long rawOctets = header.int32() & 0xFFFFFFFFL;
        int kind = header.int32();
        int room = (int) Math.min(rawOctets, octetsMax);
        if (kind == UNCOMPRESSED) {
            return Optional.of(Arrays.copyOfRange(in, HEADER_OCTETS, Math.min(in.length, HEADER_OCTETS + room)));
        }
        return kind == COMPRESSED ? Optional.of(expand(in, room)) : Optional.empty();
    }

    private static byte[] expand(byte[] in, int room) {
        byte[] window = Arrays.copyOf(BEFORE, WINDOW);
        int at = BEFORE.length;
        // Two octets stand for 17 at most, so the claim of the header is not believed beyond that.
        byte[] out = new byte[(int) Math.min(room, (in.length - HEADER_OCTETS) * 9L)];
        int end = 0;
        int next = HEADER_OCTETS;
        while (next < in.length && end < out.length) {
            int flags = in[next++];
            for (int bit = 0; bit < Byte.SIZE && next < in.length && end < out.length; bit++) {
                int from = at;
                int count = 1;
                if ((flags >> bit & 1) == 0) {
                    window[at] = in[next++];
                } else {
                    if (next + 1 >= in.length) {
                        return Arrays.copyOf(out, end);
                    }
                    int reference = (in[next] & 0xFF) << 8 | (in[next + 1] & 0xFF);
                    next += 2;
                    from = reference >> 4;
                    count = (reference & 0xF) + COPIED_MIN;
                    if (from == at) {
                        return Arrays.copyOf(out, end);
                    }
                }
                for (int i = 0; i < count && end < out.length; i++) {
                    byte octet = window[(from + i) % WINDOW];
                    window[at] = octet;
                    at = (at + 1) % WINDOW;
                    out[end++] = octet;
                }
            }
        }
        return Arrays.copyOf(out, end);
    }
}
