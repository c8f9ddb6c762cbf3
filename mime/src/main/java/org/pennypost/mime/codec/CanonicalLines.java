package org.pennypost.mime.codec;

import java.io.InputStream;

/**
 * Text whose every line ends with CRLF, the last too, whatever ended it in the source: CRLF, LF or CR. That is the canonical form of RFC 2046 §4.1.1.
 */
public final class CanonicalLines extends PieceInputStream {
    private static final int LINE_END_OCTETS = 2;

    private byte last = '\n';
    private int length;

    private CanonicalLines(InputStream source) {
        super(source);
    }

    /** Returns a text with canonical line ends; closing it closes {@code text}. Not for several threads. */
    public static InputStream of(InputStream text) {
        return new CanonicalLines(text);
    }

    @Override
    int roomFor(int octets) {
        return LINE_END_OCTETS * octets + LINE_END_OCTETS;
    }

    @Override
    int convert(byte[] from, int count, byte[] into) {
        length = 0;
        for (int i = 0; i < count; i++) {
            byte c = from[i];
            if (c == '\n') {
                endLine(into);
            } else {
                if (last == '\r') {
                    into[length++] = '\n';
                }
                into[length++] = c;
            }
            last = c;
        }
        return length;
    }

    @Override
    int convertEnd(byte[] into) {
        length = 0;
        if (last != '\n') {
            endLine(into);
        }
        return length;
    }

    /** Writes a line end, or what is missing of it. */
    private void endLine(byte[] into) {
        if (last != '\r') {
            into[length++] = '\r';
        }
        into[length++] = '\n';
    }
}
