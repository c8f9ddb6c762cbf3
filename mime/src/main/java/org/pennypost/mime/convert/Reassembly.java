package org.pennypost.mime.convert;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.HeaderField;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.mime.parse.Part;

/** Writes the message that its pieces make (RFC 2046 §5.2.2.1). */
final class Reassembly {
    /** Of the header inside the first piece, these and {@code Content-*} are taken; of the one around it, all others. */
    private static final Set<String> INSIDE = Set.of("subject", "message-id", "encrypted", "mime-version");

    private Reassembly() {}

    static void write(List<PartialPiece> pieces, OutputStream out) throws IOException {
        Lines lines = new Lines(out);
        writeFirst(pieces.getFirst().message(), lines);
        for (PartialPiece piece : pieces.subList(1, pieces.size())) {
            lines.endLine();
            Part part = piece.message().root();
            copy(piece.message().source(), part.bodyStart(), part.bodyEnd(), lines);
        }
    }

    private static void writeFirst(ParsedMessage around, Lines lines) throws IOException {
        for (HeaderField field : around.root().header().fields()) {
            if (!isOfTheContent(field)) {
                lines.write(field.raw());
                lines.endLine();
            }
        }
        Slice body = new Slice(
                around.source(), around.root().bodyStart(), around.root().bodyEnd());
        Part inside = ParsedMessage.parse(body, ParserOptions.DEFAULT).root();
        for (HeaderField field : inside.header().fields()) {
            if (isOfTheContent(field)) {
                lines.write(field.raw());
                lines.endLine();
            }
        }
        if (inside.bodyStart() == inside.headerEnd()) {
            // The empty line was missing; the body must not be taken for fields.
            lines.write(Lines.CRLF);
        }
        copy(body, inside.headerEnd(), body.sizeBytes(), lines);
    }

    private static boolean isOfTheContent(HeaderField field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        return name.startsWith("content-") || INSIDE.contains(name);
    }

    private static void copy(ByteSource source, long from, long to, OutputStream out) throws IOException {
        try (InputStream in = source.stream(from, to)) {
            in.transferTo(out);
        }
    }

    /** The body of the first piece, by itself. */
    private record Slice(ByteSource around, long from, long to) implements ByteSource {
        @Override
        public long sizeBytes() {
            return to - from;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            long left = to - from - position;
            return left <= 0 ? -1 : around.read(from + position, into, offset, (int) Math.min(length, left));
        }
    }

    /** Knows whether a line is open: messages are cut at line ends only (RFC 2046 §5.2.2.1), and the way may have lost the last one. */
    private static final class Lines extends FilterOutputStream {
        private static final byte[] CRLF = {'\r', '\n'};

        private int last = '\n';

        Lines(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            last = octet;
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            out.write(octets, from, length);
            if (length > 0) {
                last = octets[from + length - 1];
            }
        }

        void endLine() throws IOException {
            if (last != '\n') {
                write(CRLF);
            }
        }
    }
}
