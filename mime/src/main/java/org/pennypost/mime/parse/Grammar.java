package org.pennypost.mime.parse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.pennypost.mime.ContentType;

/**
 * The grammar of a message: header, body, parts (RFC 5322 §2.1, RFC 2046 §5.1).
 *
 * <p>How it works: every part begins with a header, which decides what the body is. A leaf is run over up to the next line that is the delimiter of a
 * level around it; that ends all levels inside. There is no recursion: what is open stands in {@link Boundaries}. In front of the place where the parser is,
 * three bytes stay in the window, so that the line end before a delimiter, and whether another one is before it, can be seen.
 *
 * <p>Life cycle: one call of {@link #message}.
 */
final class Grammar {
    /** The source ended; less than the number of any delimiter. */
    private static final int END = -1;

    /** Bytes before the current place that stay in the window. */
    static final int BEFORE = 3;

    private final Window window;
    private final ParserOptions options;
    private final MessageEvents events;
    private final LineScanner scanner = new LineScanner();
    private final Boundaries boundaries = new Boundaries();
    private final HeaderReader header;

    private int at;
    private int parts;
    /** Where the part before ended. */
    private long ended;

    Grammar(Window window, ParserOptions options, MessageEvents events) {
        this.window = window;
        this.options = options;
        this.events = events;
        this.at = (int) -window.base;
        this.header = new HeaderReader(window, options, events, scanner, boundaries);
    }

    void message() throws IOException {
        int found = part(false);
        while (found != END) {
            int index = found >> 1;
            endInside(index);
            Boundaries.Level level = boundaries.at(index);
            if ((found & 1) == 0) {
                level.empty = false;
                skipLine();
                found = part(level.digest);
            } else {
                boundaries.close(level);
                skipLine();
                found = scan(false);
            }
        }
        endInside(-1);
        scanner.report(events);
    }

    /** Reads a header and what follows it, up to a delimiter or the end. */
    private int part(boolean inDigest) throws IOException {
        boolean digest = inDigest;
        boolean ofMessage = parts == 0;
        while (true) {
            long start = window.base + at;
            events.part(start);
            if (++parts > options.partsMax()) {
                events.defect(DefectKind.TOO_MANY_PARTS, start);
                boundaries.closeAll();
                return leaf(start, start);
            }
            header.read(at, ofMessage);
            at = header.at();
            long bodyStart = window.base + at;
            ContentType type = header.structure(digest);
            if (!type.isMultipart() && !header.isMessage(type)) {
                return leaf(header.end(), bodyStart);
            }
            if (boundaries.depth() >= options.nestingMax()) {
                events.defect(DefectKind.TOO_DEEP, start);
                return leaf(header.end(), bodyStart);
            }
            if (type.isMultipart()) {
                byte[] boundary = boundary(type);
                if (boundary.length == 0) {
                    events.defect(DefectKind.MISSING_BOUNDARY, start);
                    return leaf(header.end(), bodyStart);
                }
                digest = type.type().subtype().equals("digest");
                boundaries.push(new Boundaries.Level(boundary, digest, start, bodyStart, scanner.lines()));
                events.multipart(type, header.end(), bodyStart);
                return scan(false);
            }
            boundaries.push(new Boundaries.Level(new byte[0], false, start, bodyStart, scanner.lines()));
            events.message(header.end(), bodyStart);
            digest = false;
            ofMessage = true;
        }
    }

    /** A boundary cannot end with white space (RFC 2046 §5.1.1), and a delimiter is compared without any. */
    private byte[] boundary(ContentType type) {
        byte[] boundary = type.boundary().stripTrailing().getBytes(StandardCharsets.UTF_8);
        return boundary.length > options.boundaryCharactersMax() ? new byte[0] : boundary;
    }

    private int leaf(long headerEnd, long bodyStart) throws IOException {
        events.leaf(headerEnd, bodyStart);
        scanner.startBody();
        long linesBefore = scanner.lines();
        int found = scan(true);
        Octets octets = scanner.octets();
        if (octets.eightBit() && header.isSevenBit()) {
            events.defect(DefectKind.EIGHT_BIT_BODY, bodyStart);
        }
        end(bodyStart, linesBefore, octets);
        return found;
    }

    /**
     * Runs from the beginning of a line to the next delimiter, which it does not read, or to the end.
     *
     * @param content whether what it runs over is told
     */
    private int scan(boolean content) throws IOException {
        int told = at;
        while (true) {
            if (boundaries.any() && isLineStart()) {
                while (window.limit - at < Boundaries.LINE_MAX && !window.ended) {
                    int moved = window.more(content ? Math.min(told, before()) : before());
                    at -= moved;
                    told = content ? told - moved : at;
                }
                int found = boundaries.match(window.bytes, at, window.limit);
                if (found != Boundaries.NONE) {
                    tell(content, told, at - lineEnd());
                    return found;
                }
            }
            at = scanner.run(
                    window.bytes,
                    at,
                    window.limit,
                    window.base,
                    boundaries.any() ? LineScanner.Stop.HYPHEN : LineScanner.Stop.NEVER);
            if (at == window.limit) {
                if (window.ended) {
                    tell(content, told, at);
                    return END;
                }
                if (content) {
                    int safe = Math.max(told, at - 2);
                    tell(true, told, safe);
                    told = safe;
                }
                int moved = window.more(before());
                at -= moved;
                told = content ? told - moved : at;
            }
        }
    }

    private void tell(boolean content, int from, int to) {
        if (content && from < to) {
            events.content(window.bytes, from, to, window.base + from);
        }
    }

    /** The index of the first byte that must stay in the window. */
    private int before() {
        return Math.max(0, at - BEFORE);
    }

    private boolean isLineStart() {
        return window.base + at == 0 || window.bytes[at - 1] == '\n';
    }

    /** How long the line end before this place is. */
    private int lineEnd() {
        if (window.base + at == 0 || window.bytes[at - 1] != '\n') {
            return 0;
        }
        return window.base + at > 1 && window.bytes[at - 2] == '\r' ? 2 : 1;
    }

    private void skipLine() throws IOException {
        while (true) {
            int end = at;
            while (end < window.limit && window.bytes[end] != '\n') {
                end++;
            }
            if (end < window.limit) {
                at = scanner.run(window.bytes, at, end + 1, window.base, LineScanner.Stop.NEVER);
                return;
            }
            if (window.ended) {
                at = scanner.run(window.bytes, at, end, window.base, LineScanner.Stop.NEVER);
                return;
            }
            at -= window.more(before());
        }
    }

    /** The delimiter of a level was found, or of none: what is open inside it ends. */
    private void endInside(int index) {
        while (boundaries.depth() > index + 1) {
            Boundaries.Level level = boundaries.pop();
            if (level.isMultipart()) {
                if (level.empty) {
                    events.defect(DefectKind.NO_PARTS, level.start);
                } else if (!level.closed) {
                    events.defect(DefectKind.MISSING_CLOSE, window.base + at);
                }
            }
            end(level.bodyStart, level.linesBefore, Octets.PLAIN);
        }
    }

    /**
     * Tells the end of a part whose body ends before the delimiter at this place, or at the end of the source. The line end before a delimiter is not the
     * body's, except where it ends the header of an empty part inside.
     */
    private void end(long bodyStart, long linesBefore, Octets octets) {
        long here = window.base + at;
        boolean delimited = at < window.limit;
        long bodyEnd = Math.max(Math.max(bodyStart, ended), here - (delimited ? lineEnd() : 0));
        long lines = scanner.lines() - linesBefore - (bodyEnd < here ? 1 : 0);
        if (bodyEnd > bodyStart && window.bytes[(int) (bodyEnd - 1 - window.base)] != '\n') {
            lines++;
        }
        ended = bodyEnd;
        events.end(bodyEnd, lines, octets);
    }
}
