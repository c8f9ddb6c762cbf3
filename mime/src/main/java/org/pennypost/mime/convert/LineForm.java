package org.pennypost.mime.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.pennypost.mime.MediaType;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;

/**
 * An existing binary message for ways that have nothing but lines: SMTP without BINARYMIME (RFC 3030 §3), POP3. Bodies that are not lines of at most 998 octets,
 * each ended by CRLF, without NUL (RFC 2045 §2.8) become base64; the others that are called binary are called 8bit; all else stays byte for byte.
 *
 * {@snippet :
 * LineForm form = LineForm.of(ParsedMessage.parse(bytes));
 * if (!form.impossible() && !form.breaksSignature()) {
 *     form.writeTo(out);
 * }
 * }
 */
public final class LineForm {
    private static final int LINE_OCTETS_MAX = 998;

    private final Reencoding reencoding;
    private final boolean breaksSignature;
    private final boolean impossible;

    private LineForm(ParsedMessage message) throws IOException {
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        List<Reencoding.Change> changes = new ArrayList<>();
        for (Part part : parts) {
            boolean identity =
                    part.encoding().filter(TransferEncoding::isIdentity).isPresent();
            if (identity
                    && part instanceof Part.Leaf
                    && !isComposite(part.contentType().type())
                    && !isLines(part)) {
                changes.add(new Reencoding.Change(part, TransferEncoding.BASE64));
            } else if (part.encoding().filter(TransferEncoding.BINARY::equals).isPresent()) {
                changes.add(new Reencoding.Change(part, TransferEncoding.EIGHT_BIT));
            }
        }
        this.reencoding = new Reencoding(message, changes);
        this.breaksSignature = reencoding.isInsideSigned(parts);
        this.impossible = !reencoding.restIs(new Lines(), parts);
    }

    /** Finds out what a conversion would do; nothing is written yet. @throws IOException when the message cannot be read */
    public static LineForm of(ParsedMessage message) throws IOException {
        return new LineForm(message);
    }

    /** Returns whether there is nothing to change: {@link #writeTo} then writes what was read. */
    public boolean unchanged() {
        return reencoding.isEmpty() && !impossible;
    }

    /**
     * Returns whether something else than lines stands where no encoding reaches: in a header, around the parts of a multipart, in a body that is encoded already,
     * or in a multipart or message that cannot be taken apart, which may not be encoded itself (RFC 2045 §6.4); or a message in it that would have to change lacks the
     * empty line in front of it.
     */
    public boolean impossible() {
        return impossible;
    }

    /** Returns whether something inside a {@code multipart/signed} changes. It may not be binary there in the first place (RFC 1847 §2.1). */
    public boolean breaksSignature() {
        return breaksSignature;
    }

    /**
     * Writes the message in lines.
     *
     * @throws IOException when reading or writing fails
     * @throws IllegalStateException when that is {@link #impossible}
     */
    public void writeTo(OutputStream out) throws IOException {
        if (impossible) {
            throw new IllegalStateException("not lines, outside the bodies of this message that could be encoded");
        }
        reencoding.writeTo(out);
    }

    private static boolean isComposite(MediaType type) {
        return type.type().equals("multipart") || type.type().equals("message");
    }

    private static boolean isLines(Part part) throws IOException {
        try (InputStream body = part.body()) {
            return Reencoding.isFit(new Lines(), body);
        }
    }

    /** Whether octets are lines as RFC 2045 §2.8 has them; the last one may lack its end. */
    private static final class Lines implements Reencoding.Look {
        private int length;
        private boolean afterCr;

        @Override
        public void begin() {
            length = 0;
            afterCr = false;
        }

        @Override
        public boolean accepts(byte[] octets, int count) {
            for (int i = 0; i < count; i++) {
                byte octet = octets[i];
                if (octet == 0 || afterCr != (octet == '\n')) {
                    return false;
                }
                afterCr = octet == '\r';
                if (octet == '\n') {
                    length = 0;
                } else if (!afterCr && ++length > LINE_OCTETS_MAX) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean end() {
            return !afterCr;
        }
    }
}
