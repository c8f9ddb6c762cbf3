package org.pennypost.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pennypost.mime.codec.TransferEncoding;

/** A body with its own header fields (RFC 2045 §2.4): of a whole message or of one of its parts. */
sealed interface Entity {
    /** Writes the Content- fields, the empty line and the body, whose last line is ended. */
    void write(OutputStream out, Target target) throws IOException;

    /** The text that a person wrote; line ends become CRLF. */
    record Text(Content content) implements Entity {
        @Override
        public void write(OutputStream out, Target target) throws IOException {
            Content lines = new CanonicalText(content);
            ContentScan scan = ContentScan.of(lines);
            if (!scan.utf8()) {
                throw new NotUtf8("the text is not UTF-8: convert it, or attach it as a file");
            }
            TransferEncoding encoding = EncodingChoice.forText(scan, target);
            String charset = scan.eightBit() == 0 ? "us-ascii" : "utf-8";
            out.write(new FoldedField("Content-Type", false)
                    .word(MediaType.TEXT_PLAIN.toString())
                    .parameter("charset", charset)
                    .bytes());
            writeBody(out, lines, scan, encoding);
        }
    }

    /** A file, whose every octet arrives. */
    record File(Attachment attachment) implements Entity {
        @Override
        public void write(OutputStream out, Target target) throws IOException {
            MediaType type = attachment.type();
            boolean readable = type.isText() || type.equals(MediaType.MESSAGE_RFC822);
            ContentScan scan = readable ? ContentScan.of(attachment.content()) : NOT_SCANNED;
            TransferEncoding encoding = TransferEncoding.BASE64;
            if (type.isText()) {
                encoding = EncodingChoice.forTextFile(scan, target);
            } else if (type.equals(MediaType.MESSAGE_RFC822)) {
                if (EncodingChoice.travelsAsItIs(scan, target)) {
                    encoding = scan.eightBit() == 0 ? TransferEncoding.SEVEN_BIT : TransferEncoding.EIGHT_BIT;
                } else {
                    // A message may not be encoded (RFC 2046 §5.2.1): one that cannot travel as it is goes as a file of
                    // bytes.
                    type = MediaType.OCTET_STREAM;
                }
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
            out.write(new FoldedField("Content-Disposition", false)
                    .word("attachment")
                    .parameter("filename", name)
                    .bytes());
            writeBody(out, attachment.content(), scan, encoding);
        }
    }

    /** Parts, one after the other (RFC 2046 §5.1.3). */
    record Mixed(String boundary, List<Entity> parts) implements Entity {
        public Mixed {
            parts = List.copyOf(parts);
        }

        @Override
        public void write(OutputStream out, Target target) throws IOException {
            out.write(new FoldedField("Content-Type", false)
                    .word("multipart/mixed")
                    .parameter("boundary", boundary)
                    .bytes());
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
    ContentScan NOT_SCANNED = new ContentScan(0, 0, 0, true, false, true, true);

    private static void writeBody(OutputStream out, Content content, ContentScan scan, TransferEncoding encoding)
            throws IOException {
        out.write(ascii("Content-Transfer-Encoding: " + encoding.label() + "\r\n\r\n"));
        EncodingChoice.write(encoding, content, scan, out);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
