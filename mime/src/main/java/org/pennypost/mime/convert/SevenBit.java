package org.pennypost.mime.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.HeaderField;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;

/**
 * An existing message for a way of 7 bits (RFC 6152 §3): bodies with octets above 127 or NUL become quoted-printable or base64, all else stays byte for byte.
 *
 * <p>A changed body breaks signatures over it, so {@link #of} says before anything is written what a conversion would do, and the caller decides.
 *
 * {@snippet :
 * SevenBit conversion = SevenBit.of(ParsedMessage.parse(bytes));
 * if (!conversion.breaksDkim() && !conversion.breaksSignature()) {
 *     conversion.writeTo(out);
 * }
 * }
 */
public final class SevenBit {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final String ENCODING = "Content-Transfer-Encoding";

    private final ParsedMessage message;
    private final List<Part> changed;
    private final boolean breaksDkim;
    private final boolean breaksSignature;
    private final boolean impossible;

    private SevenBit(ParsedMessage message) throws IOException {
        this.message = message;
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        this.changed = parts.stream().filter(SevenBit::needsChange).toList();
        this.breaksDkim = !changed.isEmpty()
                && message.root().header().first("DKIM-Signature").isPresent();
        this.breaksSignature = parts.stream()
                .filter(part -> part.contentType().type().toString().equals("multipart/signed"))
                .anyMatch(signed -> changed.stream()
                        .anyMatch(part ->
                                part.headerStart() >= signed.bodyStart() && part.bodyEnd() <= signed.bodyEnd()));
        this.impossible = eightBitElsewhere();
    }

    /** Finds out what a conversion would do; nothing is written yet. @throws IOException when the message cannot be read */
    public static SevenBit of(ParsedMessage message) throws IOException {
        return new SevenBit(message);
    }

    /** Returns whether the message travels as it is: {@link #writeTo} then writes what was read. */
    public boolean unchanged() {
        return changed.isEmpty() && !impossible;
    }

    /**
     * Returns whether octets above 127 stand where no encoding reaches: in header fields, which only SMTPUTF8 carries (RFC 6532 §4), or in the text around the
     * parts of a multipart.
     */
    public boolean impossible() {
        return impossible;
    }

    /** Returns whether the body under a DKIM-Signature changes: the signature will fail, and must be made again by whoever may (RFC 6376 §5.3). */
    public boolean breaksDkim() {
        return breaksDkim;
    }

    /** Returns whether something inside a {@code multipart/signed} changes, which RFC 1847 §2.1 forbids on the way: nobody on the way can mend that. */
    public boolean breaksSignature() {
        return breaksSignature;
    }

    private static boolean needsChange(Part part) {
        Optional<TransferEncoding> identity = part.encoding().filter(TransferEncoding::isIdentity);
        return part instanceof Part.Leaf leaf
                ? identity.isPresent() && carriesMore(leaf)
                : identity.filter(encoding -> encoding != TransferEncoding.SEVEN_BIT)
                        .isPresent();
    }

    private static boolean carriesMore(Part.Leaf leaf) {
        return leaf.octetKinds().eightBit() || leaf.octetKinds().nul();
    }

    /** Looks at all that stays as it is. */
    private boolean eightBitElsewhere() throws IOException {
        long done = 0;
        for (Part part : changed) {
            if (part instanceof Part.Leaf) {
                if (eightBit(done, part.bodyStart())) {
                    return true;
                }
                done = part.bodyEnd();
            }
        }
        return eightBit(done, message.sizeBytes());
    }

    private boolean eightBit(long from, long to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = message.source().stream(from, to)) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] < 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * Writes the message in 7 bits.
     *
     * @throws IOException when reading or writing fails
     * @throws IllegalStateException when that is {@link #impossible}
     */
    public void writeTo(OutputStream out) throws IOException {
        if (impossible) {
            throw new IllegalStateException("octets above 127 outside the bodies of this message: it needs SMTPUTF8");
        }
        long done = 0;
        for (Part part : changed) {
            done = part instanceof Part.Leaf leaf ? writeLeaf(leaf, done, out) : writeHeader(part, "7bit", done, out);
        }
        copy(done, message.sizeBytes(), out);
    }

    private long writeLeaf(Part.Leaf leaf, long done, OutputStream out) throws IOException {
        TransferEncoding encoding =
                leaf.contentType().type().isText() && !leaf.octetKinds().nul()
                        ? TransferEncoding.QUOTED_PRINTABLE
                        : TransferEncoding.BASE64;
        long headerDone = writeHeader(leaf, encoding.label(), done, out);
        copy(headerDone, leaf.bodyStart(), out);
        if (leaf.bodyStart() == leaf.headerEnd()) {
            // The empty line was missing; the encoded body must not be taken for fields.
            out.write(ascii("\r\n"));
        }
        try (InputStream body = leaf.body()) {
            encoding.encode(body, out);
        }
        return leaf.bodyEnd();
    }

    /** Writes as far as the field that says the encoding, and that. A message without any of MIME's fields gets them (RFC 1428 §3). */
    private long writeHeader(Part part, String label, long done, OutputStream out) throws IOException {
        Optional<HeaderField> field = part.header().first(ENCODING);
        long from = field.map(HeaderField::start).orElse(part.headerEnd());
        copy(done, from, out);
        if (part == message.root() && part.header().first("MIME-Version").isEmpty()) {
            out.write(ascii("MIME-Version: 1.0\r\n"));
        }
        if (part.header().first("Content-Type").isEmpty() && part instanceof Part.Leaf) {
            out.write(ascii("Content-Type: text/plain; charset=unknown-8bit\r\n"));
        }
        out.write(ascii(ENCODING + ": " + label + "\r\n"));
        return field.map(HeaderField::end).orElse(from);
    }

    private void copy(long from, long to, OutputStream out) throws IOException {
        message.source().stream(from, to).transferTo(out);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
