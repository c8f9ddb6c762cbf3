package org.pennypost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/** How a body travels: the Content-Transfer-Encoding of RFC 2045 §6. */
enum TransferEncoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    /** RFC 5322 §2.1.1. */
    private static final int LINE_MAX = 998;
    /** Quoted-printable makes three octets of one, base64 four of three: above one in six base64 is shorter. */
    private static final int QUOTED_SHARE = 6;

    private static final int BASE64_LINE_OCTETS = 57;
    private static final byte[] CRLF = {'\r', '\n'};

    private final String label;

    TransferEncoding(String label) {
        this.label = label;
    }

    /** Returns the value of the field. */
    String label() {
        return label;
    }

    /** Chooses for text whose lines end with CRLF. */
    static TransferEncoding forText(ContentScan scan, Target target) {
        if (!scan.controls() && !scan.fragile() && !scan.boundaryLike() && scan.longestLine() <= LINE_MAX) {
            if (scan.eightBit() == 0) {
                return SEVEN_BIT;
            }
            if (target != Target.SEVEN_BIT) {
                return EIGHT_BIT;
            }
        }
        return scan.eightBit() <= scan.octets() / QUOTED_SHARE ? QUOTED_PRINTABLE : BASE64;
    }

    /** Chooses for a text file, of which each octet must arrive: any line end but CRLF makes it base64. */
    static TransferEncoding forTextFile(ContentScan scan, Target target) {
        return scan.controls() ? BASE64 : forText(scan, target);
    }

    /** Returns whether content may travel as it is, which a message in a message must (RFC 2046 §5.2.1). */
    static boolean travelsAsItIs(ContentScan scan, Target target) {
        return !scan.controls()
                && !scan.boundaryLike()
                && scan.longestLine() <= LINE_MAX
                && (scan.eightBit() == 0 || target != Target.SEVEN_BIT);
    }

    /**
     * Writes content in this encoding.
     *
     * @throws IOException when reading or writing fails, or the content is no longer what was scanned
     */
    void write(Content content, ContentScan scan, OutputStream out) throws IOException {
        switch (this) {
            case SEVEN_BIT, EIGHT_BIT -> writeAsItIs(content, scan, out);
            case QUOTED_PRINTABLE -> {
                try (InputStream in = content.open()) {
                    QuotedPrintable.encode(in, out);
                }
            }
            case BASE64 -> writeBase64(content, out);
        }
    }

    private static void writeAsItIs(Content content, ContentScan scan, OutputStream out) throws IOException {
        ContentScan.Scanner again = new ContentScan.Scanner();
        byte[] buffer = new byte[ContentScan.BUFFER_BYTES];
        try (InputStream in = content.open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                again.accept(buffer, count);
                out.write(buffer, 0, count);
            }
        }
        if (!again.end().equals(scan)) {
            throw new IOException("a file changed while it was being sent: send it again");
        }
    }

    private static void writeBase64(Content content, OutputStream out) throws IOException {
        Base64.Encoder encoder = Base64.getMimeEncoder();
        byte[] octets = new byte[BASE64_LINE_OCTETS * 1024];
        try (InputStream in = content.open()) {
            for (int count = in.readNBytes(octets, 0, octets.length);
                    count > 0;
                    count = in.readNBytes(octets, 0, octets.length)) {
                byte[] whole = count == octets.length ? octets : Arrays.copyOf(octets, count);
                out.write(encoder.encode(whole));
                out.write(CRLF);
            }
        }
    }
}
