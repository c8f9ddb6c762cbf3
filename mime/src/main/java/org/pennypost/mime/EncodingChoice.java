package org.pennypost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.pennypost.mime.codec.TransferEncoding;

/** Which transfer encoding content gets on its way (RFC 2045 §6). */
final class EncodingChoice {
    /** RFC 5322 §2.1.1. */
    private static final int LINE_MAX = 998;
    /** Quoted-printable makes three octets of one, base64 four of three: above one in six base64 is shorter. */
    private static final int QUOTED_SHARE = 6;

    private EncodingChoice() {}

    /** Chooses for text whose lines end with CRLF. */
    static TransferEncoding forText(ContentScan scan, Target target) {
        if (!scan.controls() && !scan.fragile() && !scan.boundaryLike() && scan.longestLine() <= LINE_MAX) {
            if (scan.eightBit() == 0) {
                return TransferEncoding.SEVEN_BIT;
            }
            if (target != Target.SEVEN_BIT) {
                return TransferEncoding.EIGHT_BIT;
            }
        }
        return scan.eightBit() <= scan.octets() / QUOTED_SHARE
                ? TransferEncoding.QUOTED_PRINTABLE
                : TransferEncoding.BASE64;
    }

    /** Chooses for a text file, of which each octet must arrive: any line end but CRLF makes it base64. */
    static TransferEncoding forTextFile(ContentScan scan, Target target) {
        return scan.controls() ? TransferEncoding.BASE64 : forText(scan, target);
    }

    /**
     * Returns whether a message may travel as it is, which one in another must (RFC 2046 §5.2.1). It may have boundaries like ours, as it may come from
     * here too: their random part tells them apart.
     */
    private static boolean travelsAsItIs(ContentScan scan, Target target) {
        return !scan.controls()
                && scan.longestLine() <= LINE_MAX
                && (scan.eightBit() == 0 || target != Target.SEVEN_BIT);
    }

    /**
     * Returns as what a message travels in another: as it is ({@code message/rfc822}, or {@code message/global} where its header is not ASCII, RFC 6532 §3.7), or else
     * as a file of bytes. {@code message/global} might be encoded, but many readers do not decode what is a message.
     */
    static MediaType typeOfMessage(ContentScan scan, Target target) {
        if (!travelsAsItIs(scan, target) || (scan.eightBitHeader() && target != Target.INTERNATIONAL)) {
            return MediaType.OCTET_STREAM;
        }
        return scan.eightBitHeader() ? MediaType.MESSAGE_GLOBAL : MediaType.MESSAGE_RFC822;
    }

    /** Chooses for a message of {@link #typeOfMessage}. */
    static TransferEncoding forMessage(ContentScan scan, Target target) {
        if (typeOfMessage(scan, target).equals(MediaType.OCTET_STREAM)) {
            return TransferEncoding.BASE64;
        }
        return scan.eightBit() == 0 ? TransferEncoding.SEVEN_BIT : TransferEncoding.EIGHT_BIT;
    }

    /** Chooses for a header with UTF-8 in it: on a way that does not know such ones it is encoded (RFC 6533 §4.5). */
    static TransferEncoding forHeader(ContentScan scan, Target target) {
        return forTextFile(scan, target == Target.INTERNATIONAL ? target : Target.SEVEN_BIT);
    }

    /**
     * Writes content in an encoding.
     *
     * @param scan what the encoding was chosen by
     * @throws IOException when reading or writing fails, or content that goes as it is is no longer what was scanned
     */
    static void write(TransferEncoding encoding, Content content, ContentScan scan, OutputStream out)
            throws IOException {
        try (InputStream in = content.open()) {
            if (!encoding.isIdentity()) {
                encoding.encode(in, out);
                return;
            }
            ContentScan.Scanner again = new ContentScan.Scanner();
            byte[] buffer = new byte[ContentScan.BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                again.accept(buffer, count);
                out.write(buffer, 0, count);
            }
            if (!again.end().equals(scan)) {
                throw new IOException("a file changed while it was being sent: send it again");
            }
        }
    }
}
