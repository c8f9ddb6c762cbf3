package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What is true of every tree, whatever the message. */
final class TreeCheck {
    private TreeCheck() {}

    static void check(byte[] bytes, ParserOptions options) throws IOException {
        ParsedMessage message = ParsedMessage.parse(bytes, options);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        message.writeTo(written);
        assertThat(written.toByteArray()).isEqualTo(bytes);
        assertThat(message.root().headerStart()).isZero();
        assertThat(message.root().bodyEnd()).isEqualTo(bytes.length);
        check(message.root(), bytes);
        assertThat(message.defects()).allMatch(defect -> defect.offset() >= 0 && defect.offset() <= bytes.length);
    }

    private static void check(Part part, byte[] bytes) {
        assertThat(part.headerStart()).isLessThanOrEqualTo(part.headerEnd());
        assertThat(part.headerEnd()).isLessThanOrEqualTo(part.bodyStart());
        assertThat(part.bodyStart() - part.headerEnd()).isBetween(0L, 2L);
        assertThat(part.bodyStart()).isLessThanOrEqualTo(part.bodyEnd());
        assertThat(part.lines()).isEqualTo(lines(bytes, (int) part.bodyStart(), (int) part.bodyEnd()));
        checkFields(part.header(), bytes);
        part.contentType();
        part.disposition();
        part.encoding();
        part.contentId();
        part.description();
        part.languages();
        part.location();
        part.fileName();
        long end = part.bodyStart();
        List<Part> children = part.children();
        for (Part child : children) {
            assertThat(child.headerStart()).isGreaterThanOrEqualTo(end);
            check(child, bytes);
            end = child.bodyEnd();
        }
        assertThat(end).isLessThanOrEqualTo(part.bodyEnd());
        if (part instanceof Part.Message message) {
            assertThat(message.message().headerStart()).isEqualTo(part.bodyStart());
            assertThat(message.message().bodyEnd()).isEqualTo(part.bodyEnd());
        }
    }

    private static void checkFields(Header header, byte[] bytes) {
        long end = header.start();
        for (HeaderField field : header.fields()) {
            assertThat(field.start()).isGreaterThanOrEqualTo(end);
            assertThat(field.valueStart()).isBetween(field.start() + 2, field.end());
            assertThat(bytes[(int) field.valueStart() - 1]).isEqualTo((byte) ':');
            assertThat(field.text()).doesNotContain("\r", "\n", "\0");
            assertThat(header.first(field.name())).isPresent();
            end = field.end();
        }
        assertThat(end).isLessThanOrEqualTo(header.end());
    }

    private static long lines(byte[] bytes, int from, int to) {
        long lines = 0;
        for (int i = from; i < to; i++) {
            lines += bytes[i] == '\n' || i + 1 == to ? 1 : 0;
        }
        return lines;
    }

    /** The events as text; contents are joined, since pieces depend on the window. */
    static String events(byte[] bytes, ParserOptions options) {
        EventText text = new EventText();
        MessageParser.parse(bytes, options, text);
        return text.toString();
    }

    /** The same, from a stream that gives no more than so many bytes at a time. */
    static String events(byte[] bytes, ParserOptions options, int pieceBytes) throws IOException {
        EventText text = new EventText();
        MessageParser.parse(new Pieces(bytes, pieceBytes), options, text);
        return text.toString();
    }

    private static final class Pieces extends InputStream {
        private final ByteArrayInputStream in;
        private final int pieceBytes;

        Pieces(byte[] bytes, int pieceBytes) {
            this.in = new ByteArrayInputStream(bytes);
            this.pieceBytes = pieceBytes;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return in.read(into, offset, Math.min(length, pieceBytes));
        }
    }
}
