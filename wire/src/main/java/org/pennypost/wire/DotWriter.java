package org.pennypost.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes a block of lines that ends with a dot on a line of its own, doubling the dots that lines begin with (RFC 5321 §4.5.2, RFC 1939
 * §3). A line begins behind CRLF and nowhere else: who may send to servers that see line ends elsewhere sends no bare CR or LF.
 */
public final class DotWriter {
    /*
     * Dots are rarer than line ends (base64 has none), so it is dots that are looked for; whether one begins a line is seen from the
     * two bytes before it, of which the first may be in the piece before.
     */
    private static final byte[] DOT = {'.'};
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputBuffer out;
    private final WireLog log;
    private final boolean shown;
    private long bytes;
    private boolean lineStart = true;
    private boolean afterCr;

    DotWriter(OutputBuffer out, WireLog log) {
        this.out = out;
        this.log = log;
        this.shown = log.showsContent();
    }

    /** Writes a piece of the block; it may be cut anywhere. */
    public void write(byte[] block, int offset, int length) throws IOException {
        if (shown) {
            log.sentContent(block, offset, length);
        }
        int end = offset + length;
        int from = offset;
        for (int at = LineEnds.nextDot(block, offset, end); at < end; at = LineEnds.nextDot(block, at + 1, end)) {
            if (beginsLine(block, offset, at)) {
                out.write(block, from, at - from);
                out.write(DOT, 0, 1);
                from = at;
            }
        }
        out.write(block, from, end - from);
        bytes += length;
        remember(block, offset, end);
    }

    private boolean beginsLine(byte[] block, int offset, int at) {
        return switch (at - offset) {
            case 0 -> lineStart;
            case 1 -> afterCr && block[offset] == '\n';
            default -> block[at - 1] == '\n' && block[at - 2] == '\r';
        };
    }

    private void remember(byte[] block, int offset, int end) {
        if (end > offset) {
            lineStart = beginsLine(block, offset, end);
            afterCr = block[end - 1] == '\r';
        }
    }

    /**
     * Ends the block, with a CRLF first if the last line has none.
     *
     * @return how many bytes the block has, that CRLF among them, before stuffing
     */
    public long finish() throws IOException {
        if (!lineStart) {
            out.write(CRLF, 0, CRLF.length);
            bytes += CRLF.length;
        }
        out.write(END, 0, END.length);
        log.sentBlock(bytes);
        return bytes;
    }
}
