package org.pennypost.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.pennypost.mime.codec.TransferEncoding;

/** A body with its own header fields (RFC 2045 §2.4): of a whole message or of one of its parts. */
sealed interface Entity {
    /** Writes the Content- fields, the empty line and the body, whose last line is ended. */
    void write(OutputStream out, Target target) throws IOException;

    /**
     * A parameter of a Content-Type.
     *
     * @param value any text without CR, LF and NUL
     */
    record Parameter(String name, HeaderText value) {}

    /** Text that a person wrote, plain or in a form such as HTML; line ends become CRLF. */
    record Text(MediaType type, List<Parameter> parameters, Content content) implements Entity {
        public Text {
            parameters = List.copyOf(parameters);
        }

        @Override
        public void write(OutputStream out, Target target) throws IOException {
            Content lines = new CanonicalText(content);
            ContentScan scan = ContentScan.of(lines);
            if (!scan.utf8()) {
                throw new NotUtf8("the text is not UTF-8: convert it, or attach it as a file");
            }
            FoldedField contentType = new FoldedField("Content-Type", false)
                    .word(type.toString())
                    .parameter("charset", scan.eightBit() == 0 ? "us-ascii" : "utf-8");
            parameters.forEach(parameter ->
                    contentType.parameter(parameter.name(), parameter.value().value()));
            out.write(contentType.bytes());
            writeBody(out, lines, scan, EncodingChoice.forText(scan, target));
        }
    }

    /**
     * A file, whose every octet arrives.
     *
     * @param contentId how the HTML beside it names it, for a picture in the text
     */
    record File(Attachment attachment, Optional<String> contentId) implements Entity {
        @Override
        public void write(OutputStream out, Target target) throws IOException {
            MediaType type = attachment.type();
            boolean readable = type.isText() || type.equals(MediaType.MESSAGE_RFC822);
            ContentScan scan = readable ? ContentScan.of(attachment.content()) : NOT_SCANNED;
            TransferEncoding encoding = TransferEncoding.BASE64;
            if (type.isText()) {
                encoding = EncodingChoice.forTextFile(scan, target);
            } else if (type.equals(MediaType.MESSAGE_RFC822)) {
                type = EncodingChoice.typeOfMessage(scan, target);
                encoding = EncodingChoice.forMessage(scan, target);
            }
            String name = attachment.fileName().value();
            FoldedField contentType = new FoldedField("Content-Type", false).word(type.toString());
            if (type.isText() && scan.utf8() && scan.eightBit() > 0) {
                contentType.parameter("charset", "utf-8");
            }
            // Workaround: readers that know no RFC 2231 (old Outlook, old Gmail) take the name from here, encoded
            // against RFC 2047 §5.
            contentType.nameForOldReaders(name);
            out.write(contentType.bytes());
            if (contentId.isPresent()) {
                out.write(ascii("Content-ID: <" + contentId.get() + ">\r\n"));
            }
            out.write(new FoldedField("Content-Disposition", false)
                    .word(contentId.isPresent() ? "inline" : "attachment")
                    .parameter("filename", name)
                    .bytes());
            writeBody(out, attachment.content(), scan, encoding);
        }
    }

    /**
     * A message in a message (RFC 2046 §5.2.1), or the header of one (RFC 6522 §3).
     *
     * @param header whether it is only a header
     */
    record Enclosed(Content message, boolean header) implements Entity {
        private static final MediaType RFC822_HEADERS = new MediaType("text", "rfc822-headers");
        /** RFC 6533 §4.3. */
        private static final MediaType GLOBAL_HEADERS = new MediaType("message", "global-headers");

        @Override
        public void write(OutputStream out, Target target) throws IOException {
            ContentScan scan = ContentScan.of(message);
            if (header) {
                MediaType type = scan.eightBit() > 0 ? GLOBAL_HEADERS : RFC822_HEADERS;
                out.write(ascii("Content-Type: " + type + "\r\n"));
                writeBody(out, message, scan, EncodingChoice.forHeader(scan, target));
                return;
            }
            MediaType type = EncodingChoice.typeOfMessage(scan, target);
            FoldedField contentType = new FoldedField("Content-Type", false).word(type.toString());
            if (type.equals(MediaType.OCTET_STREAM)) {
                contentType.parameter("name", "message.eml");
            }
            out.write(contentType.bytes());
            writeBody(out, message, scan, EncodingChoice.forMessage(scan, target));
        }
    }

    /** The fields of a report that programs read, in groups with an empty line between them (RFC 3464 §2.1, RFC 8098 §3.1). */
    record ReportFields(MediaType type, List<List<Report.Field>> groups) implements Entity {
        public ReportFields {
            groups = groups.stream().map(List::copyOf).toList();
        }

        @Override
        public void write(OutputStream out, Target target) throws IOException {
            out.write(ascii("Content-Type: " + type + "\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"));
            String separator = "";
            for (List<Report.Field> group : groups) {
                out.write(ascii(separator));
                for (Report.Field field : group) {
                    out.write(new FoldedField(field.name(), false)
                            .text(field.value())
                            .bytes());
                }
                separator = "\r\n";
            }
        }
    }

    /** Parts, one after the other (RFC 2046 §5.1). */
    record Multipart(String subtype, List<Parameter> parameters, String boundary, List<Entity> parts)
            implements Entity {
        public Multipart {
            parameters = List.copyOf(parameters);
            parts = List.copyOf(parts);
        }

        @Override
        public void write(OutputStream out, Target target) throws IOException {
            FoldedField contentType = new FoldedField("Content-Type", false).word("multipart/" + subtype);
            parameters.forEach(parameter ->
                    contentType.parameter(parameter.name(), parameter.value().value()));
            out.write(contentType.parameter("boundary", boundary).bytes());
            if (target != Target.SEVEN_BIT) {
                out.write(ascii("Content-Transfer-Encoding: 8bit\r\n"));
            }
            out.write(ascii("\r\n"));
            for (Entity part : parts) {
                out.write(ascii("--" + boundary + "\r\n"));
                part.write(out, target);
                // The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1).
                out.write(ascii("\r\n"));
            }
            out.write(ascii("--" + boundary + "--\r\n"));
        }
    }

    /** Stands for a file that goes as base64 whatever is in it. */
    ContentScan NOT_SCANNED = new ContentScan(0, 0, 0, true, false, true, true, false);

    private static void writeBody(OutputStream out, Content content, ContentScan scan, TransferEncoding encoding)
            throws IOException {
        out.write(ascii("Content-Transfer-Encoding: " + encoding.label() + "\r\n\r\n"));
        EncodingChoice.write(encoding, content, scan, out);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
