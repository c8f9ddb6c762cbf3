package org.pennypost.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a block of lines that ends with a dot on a line of its own, doubling the dots that lines begin with (RFC 5321 §4.5.2, RFC 1939 §3). */
public final class DotWriter {
    private static final byte[] DOT = {'.'};
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private long bytes;
    private boolean lineStart = true;
    private boolean afterCr;

    DotWriter(Connection connection) {
        this.connection = connection;
    }

    /** Writes a piece of the block; it may be cut anywhere. */
    public void write(byte[] block, int offset, int length) throws IOException {
        int end = offset + length;
        int from = offset;
        int at = offset;
        bytes += length;
        while (at < end) {
            if (lineStart && block[at] == '.') {
                send(block, from, at);
                send(DOT, 0, 1);
                from = at;
            }
            lineStart = false;
            if (afterCr && block[at] == '\n') {
                afterCr = false;
                lineStart = true;
                at++;
                continue;
            }
            afterCr = false;
            at = LineEnds.next(block, at, end);
            if (at < end) {
                afterCr = block[at] == '\r';
                at++;
            }
        }
        send(block, from, end);
    }

    /**
     * Ends the block, with a CRLF first if the last line has none.
     *
     * @return how many bytes the block has, that CRLF among them, before stuffing
     */
    public long finish() throws IOException {
        if (!lineStart) {
            send(CRLF, 0, CRLF.length);
            bytes += CRLF.length;
        }
        send(END, 0, END.length);
        return bytes;
    }

    private void send(byte[] from, int start, int end) throws IOException {
        if (end > start) {
            connection.write(from, start, end - start);
        }
    }
}
