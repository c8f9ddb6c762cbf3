package org.pennypost.mime.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.HeaderField;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;

/** An existing message in which some parts get another Content-Transfer-Encoding; all else stays byte for byte. */
final class Reencoding {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final String ENCODING = "Content-Transfer-Encoding";

    private final ParsedMessage message;
    private final List<Change> changes;

    /**
     * What becomes of a part: a leaf whose new encoding is none of those that leave octets as they are is encoded, of all others the field alone changes.
     *
     * @param encoding the new one
     */
    record Change(Part part, TransferEncoding encoding) {
        boolean isOfBody() {
            return !encoding.isIdentity();
        }
    }

    /** Looks at octets that stay as they are. */
    interface Look {
        /** Another run of octets begins, at the beginning of a line. */
        void begin();

        /** Whether they can stay. */
        boolean accepts(byte[] octets, int count);

        /** Whether the run may end there. */
        boolean end();
    }

    /** @param changes in the order of the message, an outer part before those inside */
    Reencoding(ParsedMessage message, List<Change> changes) {
        this.message = message;
        this.changes = List.copyOf(changes);
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Whether anything inside a {@code multipart/signed} changes. */
    boolean isInsideSigned(List<Part> parts) {
        return parts.stream()
                .filter(part -> part.contentType().type().toString().equals("multipart/signed"))
                .anyMatch(signed -> changes.stream()
                        .map(Change::part)
                        .anyMatch(part ->
                                part.headerStart() >= signed.bodyStart() && part.bodyEnd() <= signed.bodyEnd()));
    }

    /** Whether all octets outside the bodies that are encoded can stay as they are, and what is said of the encoding has a header to stand in. */
    boolean restIs(Look look, List<Part> parts) throws IOException {
        if (parts.stream().anyMatch(this::wouldTakeFields)) {
            return false;
        }
        long done = 0;
        for (Change change : changes) {
            if (change.isOfBody()) {
                if (!isFit(look, done, change.part.bodyStart())) {
                    return false;
                }
                done = change.part.bodyEnd();
            }
        }
        return isFit(look, done, message.sizeBytes());
    }

    /** Whether a message in the message begins right behind the header around it, without an empty line: its new fields would be read as that header's. */
    private boolean wouldTakeFields(Part around) {
        return around instanceof Part.Message
                && around.bodyStart() == around.headerEnd()
                && changes.stream()
                        .map(Change::part)
                        .anyMatch(part -> part != around
                                && part.headerStart() >= around.bodyStart()
                                && part.bodyEnd() <= around.bodyEnd());
    }

    private boolean isFit(Look look, long from, long to) throws IOException {
        try (InputStream in = message.source().stream(from, to)) {
            return isFit(look, in);
        }
    }

    /** Whether all octets can stay as they are. */
    static boolean isFit(Look look, InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        look.begin();
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
            if (!look.accepts(buffer, count)) {
                return false;
            }
        }
        return look.end();
    }

    void writeTo(OutputStream out) throws IOException {
        long done = 0;
        for (Change change : changes) {
            done = change.isOfBody() ? writeLeaf(change, done, out) : writeHeader(change, done, out);
        }
        copy(done, message.sizeBytes(), out);
    }

    private long writeLeaf(Change change, long done, OutputStream out) throws IOException {
        Part leaf = change.part;
        long headerDone = writeHeader(change, done, out);
        copy(headerDone, leaf.bodyStart(), out);
        if (leaf.bodyStart() == leaf.headerEnd()) {
            // The empty line was missing; the encoded body must not be taken for fields.
            out.write(ascii("\r\n"));
        }
        try (InputStream body = leaf.body()) {
            change.encoding.encode(body, out);
        }
        return leaf.bodyEnd();
    }

    /**
     * Writes as far as behind the fields that say the encoding, of which one is left, whichever of several a reader would have believed. A message without any of
     * MIME's fields gets them (RFC 1428 §3).
     */
    private long writeHeader(Change change, long done, OutputStream out) throws IOException {
        Part part = change.part;
        List<HeaderField> fields = part.header().fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(ENCODING))
                .toList();
        long from = fields.isEmpty() ? part.headerEnd() : fields.getFirst().start();
        copy(done, from, out);
        if (part == message.root() && part.header().first("MIME-Version").isEmpty()) {
            out.write(ascii("MIME-Version: 1.0\r\n"));
        }
        if (part.header().first("Content-Type").isEmpty() && part instanceof Part.Leaf) {
            out.write(ascii("Content-Type: text/plain; charset=unknown-8bit\r\n"));
        }
        out.write(ascii(ENCODING + ": " + change.encoding.label() + "\r\n"));
        long at = from;
        for (HeaderField field : fields) {
            copy(at, field.start(), out);
            at = field.end();
        }
        return at;
    }

    private void copy(long from, long to, OutputStream out) throws IOException {
        message.source().stream(from, to).transferTo(out);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
