package org.pennypost.mime.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Writes base64, RFC 2045 §6.8: lines of 76 characters, each ended by CRLF, the last too. */
public final class Base64Encoder {
    private static final int LINE_OCTETS = 57;
    private static final int LINES_AT_A_TIME = 1024;
    private static final byte[] CRLF = {'\r', '\n'};

    private Base64Encoder() {}

    /**
     * Encodes all of {@code in}. Closes nothing.
     *
     * @throws IOException when reading or writing fails
     */
    public static void encode(InputStream in, OutputStream out) throws IOException {
        Base64.Encoder encoder = Base64.getMimeEncoder();
        byte[] octets = new byte[LINE_OCTETS * LINES_AT_A_TIME];
        for (int count = in.readNBytes(octets, 0, octets.length);
                count > 0;
                count = in.readNBytes(octets, 0, octets.length)) {
            byte[] whole = count == octets.length ? octets : Arrays.copyOf(octets, count);
            out.write(encoder.encode(whole));
            out.write(CRLF);
        }
    }
}
