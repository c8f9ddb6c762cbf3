package org.pennypost.mime.convert;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pennypost.mime.codec.TransferEncoding;
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
    private final Reencoding reencoding;
    private final boolean breaksDkim;
    private final boolean breaksSignature;
    private final boolean impossible;

    private SevenBit(ParsedMessage message) throws IOException {
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        this.reencoding = new Reencoding(
                message,
                parts.stream()
                        .filter(SevenBit::needsChange)
                        .map(part -> new Reencoding.Change(part, encoding(part)))
                        .toList());
        this.breaksDkim = !reencoding.isEmpty()
                && message.root().header().first("DKIM-Signature").isPresent();
        this.breaksSignature = reencoding.isInsideSigned(parts);
        this.impossible = !reencoding.restIs(new Ascii(), parts);
    }

    /** Finds out what a conversion would do; nothing is written yet. @throws IOException when the message cannot be read */
    public static SevenBit of(ParsedMessage message) throws IOException {
        return new SevenBit(message);
    }

    /** Returns whether the message travels as it is: {@link #writeTo} then writes what was read. */
    public boolean unchanged() {
        return reencoding.isEmpty() && !impossible;
    }

    /**
     * Returns whether octets above 127 stand where no encoding reaches: in header fields, which only SMTPUTF8 carries (RFC 6532 §4), or in the text around the
     * parts of a multipart; or a message in it that would have to change lacks the empty line in front of it.
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

    private static TransferEncoding encoding(Part part) {
        if (!(part instanceof Part.Leaf leaf)) {
            return TransferEncoding.SEVEN_BIT;
        }
        return leaf.contentType().type().isText() && !leaf.octetKinds().nul()
                ? TransferEncoding.QUOTED_PRINTABLE
                : TransferEncoding.BASE64;
    }

    /** Whether no octet is above 127. */
    private static final class Ascii implements Reencoding.Look {
        @Override
        public void begin() {}

        @Override
        public boolean accepts(byte[] octets, int count) {
            for (int i = 0; i < count; i++) {
                if (octets[i] < 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean end() {
            return true;
        }
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
        reencoding.writeTo(out);
    }
}
