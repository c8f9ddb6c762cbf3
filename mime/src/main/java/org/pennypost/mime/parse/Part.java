package org.pennypost.mime.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.pennypost.mime.ContentDisposition;
import org.pennypost.mime.ContentType;
import org.pennypost.mime.charset.Charsets;
import org.pennypost.mime.codec.TransferEncoding;

/**
 * A part of a message, or the message itself: a header and a body, of which it holds the offsets in the source, not the bytes.
 *
 * <p>Immutable, and safe for any number of threads where the source is. What it says of fields is read from the header at each call. Where the source is not
 * in memory, such a call throws {@link java.io.UncheckedIOException} when reading fails.
 *
 * {@snippet :
 * if (part.contentType().type().isText()) {
 *     System.out.println(part.text(1 << 20));
 * } else {
 *     String name = part.fileName().orElse("without a name");
 *     System.out.println(name + ": " + part.decoded().transferTo(out) + " octets");
 * }
 * }
 */
public abstract sealed class Part {
    private final Header header;
    private final boolean inDigest;
    private final long bodyStart;
    private final long bodyEnd;
    private final long lines;
    private final FieldTable table;

    private Part(Place place, FieldTable table) {
        this.header = new Header(table, place.firstField, place.fields, place.start, place.headerEnd);
        this.inDigest = place.inDigest;
        this.bodyStart = place.bodyStart;
        this.bodyEnd = place.bodyEnd;
        this.lines = place.lines;
        this.table = table;
    }

    /** Content of one kind: text, a picture, anything that is not looked into. */
    public static final class Leaf extends Part {
        private final Octets octets;

        Leaf(Place place, FieldTable table, Octets octets) {
            super(place, table);
            this.octets = octets;
        }

        /** Returns which kinds of octets its body has, as it was sent. */
        public Octets octetKinds() {
            return octets;
        }

        @Override
        public List<Part> children() {
            return List.of();
        }
    }

    /** A body made of parts (RFC 2046 §5.1). */
    public static final class Multipart extends Part {
        private final List<Part> children;

        Multipart(Place place, FieldTable table, List<Part> children) {
            super(place, table);
            this.children = List.copyOf(children);
        }

        /** Returns its parts, none where its boundary does not occur. */
        @Override
        public List<Part> children() {
            return children;
        }
    }

    /** A body that is a message (RFC 2046 §5.2.1, RFC 6532 §3.7). */
    public static final class Message extends Part {
        private final Part message;

        Message(Place place, FieldTable table, Part message) {
            super(place, table);
            this.message = message;
        }

        /** Returns the message inside, whose header begins where this body begins. */
        public Part message() {
            return message;
        }

        /** Returns the message inside, alone. */
        @Override
        public List<Part> children() {
            return List.of(message);
        }
    }

    /** Where a part is, while the tree is built. */
    static final class Place {
        long start;
        long headerEnd;
        long bodyStart;
        long bodyEnd;
        long lines;
        int firstField;
        int fields;
        boolean inDigest;
    }

    /** Returns the parts directly inside. */
    public abstract List<Part> children();

    /** Returns the header. */
    public Header header() {
        return header;
    }

    /** Returns the offset in the source where the header begins. */
    public long headerStart() {
        return header.start();
    }

    /** Returns the offset in the source behind the last field; the empty line, if there is one, is from here to {@link #bodyStart}. */
    public long headerEnd() {
        return header.end();
    }

    /** Returns the offset in the source where the body begins. */
    public long bodyStart() {
        return bodyStart;
    }

    /** Returns the offset in the source behind the body, without the line end that belongs to a delimiter. */
    public long bodyEnd() {
        return bodyEnd;
    }

    /** Returns the size of the body in octets, as it was sent. */
    public long octets() {
        return bodyEnd - bodyStart;
    }

    /** Returns the size of the body in lines, as it was sent; a last line without an end is one. */
    public long lines() {
        return lines;
    }

    /** Returns what the body is: its Content-Type, or the default of where it stands (RFC 2045 §5.2, RFC 2046 §5.1.5). */
    public ContentType contentType() {
        return declaredType().orElse(inDigest ? ContentType.MESSAGE : ContentType.DEFAULT);
    }

    /** Returns its Content-Type where there is one that can be read. */
    public Optional<ContentType> declaredType() {
        return header.first("Content-Type").flatMap(field -> ContentType.read(field.value()));
    }

    /** Returns how the body is encoded (RFC 2045 §6); empty where the field has a word for it that nobody knows. */
    public Optional<TransferEncoding> encoding() {
        return TransferEncoding.named(header.value("Content-Transfer-Encoding"));
    }

    /** Returns the Content-Disposition (RFC 2183). */
    public Optional<ContentDisposition> disposition() {
        return header.first("Content-Disposition").flatMap(field -> ContentDisposition.read(field.value()));
    }

    /**
     * Returns the name that the sender gave to the file: {@code filename} of the disposition, else {@code name} of the type. It may hold anything, a path too:
     * never use it as a name of a file as it is.
     */
    public Optional<String> fileName() {
        return disposition()
                .flatMap(ContentDisposition::filename)
                .or(() -> declaredType().flatMap(type -> type.parameters().value("name")))
                .filter(name -> !name.isBlank());
    }

    /** Returns the Content-ID without its angle brackets (RFC 2045 §7), as {@code cid:} links name it (RFC 2392). */
    public Optional<String> contentId() {
        return header.first("Content-ID").map(field -> {
            String id = field.value();
            int open = id.indexOf('<');
            int close = id.indexOf('>', open + 1);
            return open >= 0 && close > open ? id.substring(open + 1, close).strip() : id;
        });
    }

    /** Returns the Content-Description, decoded (RFC 2045 §8). */
    public Optional<String> description() {
        return header.first("Content-Description").map(HeaderField::text);
    }

    /** Returns the tags of the Content-Language (RFC 3282). */
    public List<String> languages() {
        List<String> tags = new ArrayList<>();
        for (String tag : header.value("Content-Language").split("[,;\\s]+", LANGUAGES_MAX)) {
            if (tag.matches("[A-Za-z0-9-]{1,35}")) {
                tags.add(tag.toLowerCase(Locale.ROOT));
            }
        }
        return tags;
    }

    /** Returns the Content-Location, without the white space of folding (RFC 2557 §4.4.2). */
    public Optional<String> location() {
        return header.first("Content-Location").map(field -> field.text().replaceAll("\\s", ""));
    }

    /** Returns the Content-MD5 as it stands there (RFC 1864). */
    public Optional<String> md5() {
        return header.first("Content-MD5").map(HeaderField::value);
    }

    /** Returns the bytes of the body as they were sent. */
    public InputStream body() {
        return table.source().stream(bodyStart, bodyEnd);
    }

    /**
     * Returns the bytes of the body, decoded. Reading fails only where the source does; what an unknown encoding means nobody knows, and the bytes are as they
     * were sent.
     */
    public InputStream decoded() {
        return encoding().map(encoding -> encoding.decode(body())).orElseGet(this::body);
    }

    /**
     * Returns the body as text: decoded, in the character set that it names, or else in the likeliest. Line ends are as they were sent.
     *
     * @param bytesMax how much is decoded at most: a message may be a gigabyte of text
     * @throws IOException when the source cannot be read
     */
    public String text(int bytesMax) throws IOException {
        byte[] octets = decoded().readNBytes(bytesMax);
        return Charsets.decode(contentType().charset(), octets, 0, octets.length);
    }

    /** Returns the bytes of header, empty line and body. */
    public InputStream raw() {
        return table.source().stream(headerStart(), bodyEnd);
    }

    /** Gives this part and all that are inside it, in the order of the source. */
    public void walk(Consumer<Part> visitor) {
        Deque<Part> waiting = new ArrayDeque<>();
        waiting.push(this);
        while (!waiting.isEmpty()) {
            Part part = waiting.pop();
            visitor.accept(part);
            part.children().reversed().forEach(waiting::push);
        }
    }

    private static final int LANGUAGES_MAX = 50;
}
