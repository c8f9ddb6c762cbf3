package org.pennypost.mime.codec;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes quoted-printable, RFC 2045 §6.7, with lines of at most 76 characters. CRLF in the source is a line end; a CR or LF by itself is encoded, as are a lone
 * dot and {@code "From "} at the beginning of a line (RFC 2049 §3).
 */
public final class QuotedPrintableEncoder {
    private static final int LINE_MAX = 76;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int NOTHING = -1;
    private static final String MBOX_FROM = "From ";
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private final OutputStream out;
    private int column;
    private int held = NOTHING;
    /** The line so far, while it may still become {@code "From "} or a lone dot: both are encoded (RFC 2049 §3). */
    private int matched;

    private QuotedPrintableEncoder(OutputStream out) {
        this.out = out;
    }

    /**
     * Encodes all of {@code in}. Closes nothing, and flushes {@code out}.
     *
     * @throws IOException when reading or writing fails
     */
    public static void encode(InputStream in, OutputStream out) throws IOException {
        // The caller's stream stays open: only this buffer is flushed into it.
        BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
        QuotedPrintableEncoder encoder = new QuotedPrintableEncoder(buffered);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            for (int i = 0; i < count; i++) {
                encoder.accept(buffer[i]);
            }
        }
        encoder.end();
        buffered.flush();
    }

    /** One octet is held back, as the next decides whether it may stand as it is. */
    private void accept(byte octet) throws IOException {
        if (held == '\r' && octet == '\n') {
            out.write('\r');
            out.write('\n');
            column = 0;
            held = NOTHING;
            return;
        }
        if (held != NOTHING) {
            put(held, octet);
        }
        held = octet & 0xFF;
    }

    private void end() throws IOException {
        if (held != NOTHING) {
            put(held, '\r');
        }
    }

    /** Writes an octet, knowing the next one: white space before a line end is encoded. */
    private void put(int octet, int next) throws IOException {
        boolean lineEnds = next == '\r';
        boolean plain = (octet > ' ' && octet < 0x7F && octet != '=') || ((octet == ' ' || octet == '\t') && !lineEnds);
        if (column == 0) {
            matched = 0;
            plain &= octet != '.';
        }
        if (matched == column && matched < MBOX_FROM.length() && octet == MBOX_FROM.charAt(matched)) {
            matched++;
            plain &= matched < MBOX_FROM.length();
        }
        int width = plain ? 1 : 3;
        // The last column is kept for the "=" of a soft line break.
        if (column + width > LINE_MAX - 1) {
            out.write('=');
            out.write('\r');
            out.write('\n');
            column = 0;
            matched = 0;
            put(octet, next);
            return;
        }
        if (plain) {
            out.write(octet);
        } else {
            out.write('=');
            out.write(HEX[octet >> 4]);
            out.write(HEX[octet & 0xF]);
        }
        column += width;
    }
}
