package org.pennypost.mime.parse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.ContentType;
import org.pennypost.mime.MediaType;
import org.pennypost.mime.codec.TransferEncoding;

/**
 * Reads the header of a part, field by field, and keeps what decides how its body is read.
 *
 * <p>Life cycle: {@link #read} for each part; the other methods speak of the last one that was read.
 */
final class HeaderReader {
    /** A name cannot be longer than a line (RFC 5322 §2.1.1). */
    private static final int NAME_MAX = 998;
    /** What must be in the window to see what begins here: a name, white space, the colon. */
    private static final int AHEAD = 2048;

    private static final byte[] CONTENT_TYPE = ascii("content-type");
    private static final byte[] ENCODING = ascii("content-transfer-encoding");
    private static final byte[] FROM_LINE = ascii("From ");
    /** Names that say, behind a line that is no field, that the header goes on. */
    private static final byte[][] WELL_KNOWN = {
        CONTENT_TYPE,
        ENCODING,
        ascii("content-disposition"),
        ascii("content-id"),
        ascii("content-description"),
        ascii("mime-version"),
        ascii("received"),
        ascii("return-path"),
        ascii("delivered-to"),
        ascii("message-id"),
        ascii("in-reply-to"),
        ascii("references"),
        ascii("reply-to"),
        ascii("dkim-signature"),
        ascii("authentication-results"),
        ascii("from"),
        ascii("to"),
        ascii("cc"),
        ascii("date"),
        ascii("subject"),
    };

    private static final boolean[] NAME = new boolean[256];

    static {
        Arrays.fill(NAME, '!', 0x7F, true);
        NAME[':'] = false;
    }

    private final Window window;
    private final ParserOptions options;
    private final MessageEvents events;
    private final LineScanner scanner;
    private final Boundaries boundaries;

    private int at;
    private long end;
    private int fieldsOfAll;
    private boolean spaceSeen;
    private boolean cut;
    private boolean typed;
    private boolean encoded;
    private String type = "";
    private long typeOffset;
    /** Null for one that nobody knows. */
    private @Nullable TransferEncoding encoding = TransferEncoding.SEVEN_BIT;

    private long encodingOffset;

    HeaderReader(
            Window window, ParserOptions options, MessageEvents events, LineScanner scanner, Boundaries boundaries) {
        this.window = window;
        this.options = options;
        this.events = events;
        this.scanner = scanner;
        this.boundaries = boundaries;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the index in the window where the body begins. */
    int at() {
        return at;
    }

    /** Returns the offset behind the last field. */
    long end() {
        return end;
    }

    /** Returns whether the body is declared to be in 7 bits. */
    boolean isSevenBit() {
        return encoding == TransferEncoding.SEVEN_BIT;
    }

    private boolean isIdentity() {
        return encoding != null && encoding.isIdentity();
    }

    /**
     * Reads a header; it ends before a delimiter too.
     *
     * @param from its index in the window
     * @param ofMessage whether it is that of a message, not of a part
     */
    void read(int from, boolean ofMessage) throws IOException {
        at = from;
        long start = window.base + at;
        int fields = 0;
        forget();
        while (true) {
            ahead();
            end = window.base + at;
            int emptyLine = emptyLine();
            if (emptyLine > 0) {
                at = scanner.run(window.bytes, at, at + emptyLine, window.base, LineScanner.Stop.NEVER);
                return;
            }
            if (at == window.limit) {
                return;
            }
            if (isDelimiter()) {
                events.defect(DefectKind.HEADER_WITHOUT_END, end);
                return;
            }
            int nameLength = nameLength(window.bytes, at, window.limit);
            if (nameLength == 0 && !isForgiven(ofMessage && fields == 0, fields > 0)) {
                events.defect(DefectKind.HEADER_WITHOUT_END, end);
                return;
            }
            if (++fields > options.headerFieldsMax() || ++fieldsOfAll > options.fieldsMax()) {
                limit(DefectKind.TOO_MANY_FIELDS);
                return;
            }
            if (!field(nameLength, start + options.headerBytesMax())) {
                limit(DefectKind.HEADER_TOO_LONG);
                return;
            }
        }
    }

    private void forget() {
        cut = false;
        typed = false;
        encoded = false;
        type = "";
        encoding = TransferEncoding.SEVEN_BIT;
    }

    private void limit(DefectKind kind) {
        cut = true;
        events.defect(kind, end);
    }

    private void ahead() throws IOException {
        while (window.limit - at < AHEAD && !window.ended) {
            at -= window.more(Math.max(0, at - Grammar.BEFORE));
        }
    }

    private boolean isDelimiter() {
        return window.bytes[at] == '-'
                && boundaries.any()
                && boundaries.match(window.bytes, at, window.limit) != Boundaries.NONE;
    }

    private int emptyLine() {
        int left = window.limit - at;
        if (left > 0 && window.bytes[at] == '\n') {
            return 1;
        }
        return left > 1 && window.bytes[at] == '\r' && window.bytes[at + 1] == '\n' ? 2 : 0;
    }

    /** Returns the length of the field name at an index, or 0 when there is none. */
    private static int nameLength(byte[] bytes, int from, int limit) {
        int most = Math.min(limit, from + NAME_MAX + 1);
        int colon = from;
        while (colon < most && NAME[bytes[colon] & 0xFF]) {
            colon++;
        }
        int length = colon - from;
        while (colon < most && (bytes[colon] == ' ' || bytes[colon] == '\t')) {
            colon++;
        }
        return colon < most && bytes[colon] == ':' ? length : 0;
    }

    private boolean isForgiven(boolean firstLine, boolean inside) {
        if (firstLine && options.mailboxLine()) {
            int from = window.bytes[at] == '>' ? at + 1 : at;
            if (startsWith(from, FROM_LINE)) {
                events.defect(DefectKind.MAILBOX_LINE, end);
                return true;
            }
        }
        if (inside && options.junkInHeader() && knownFieldFollows()) {
            events.defect(DefectKind.JUNK_IN_HEADER, end);
            return true;
        }
        return false;
    }

    private boolean startsWith(int from, byte[] text) {
        return window.limit - from >= text.length
                && Arrays.equals(window.bytes, from, from + text.length, text, 0, text.length);
    }

    private boolean knownFieldFollows() {
        int most = Math.min(window.limit, at + NAME_MAX);
        int next = at;
        while (next < most && window.bytes[next] != '\n') {
            next++;
        }
        if (next == most) {
            return false;
        }
        next++;
        int length = nameLength(window.bytes, next, window.limit);
        for (byte[] known : WELL_KNOWN) {
            if (length == known.length && isName(next, known)) {
                return true;
            }
        }
        return false;
    }

    /** Compares a name of the right length, in any case of letters; names of letters and hyphens only. */
    private boolean isName(int from, byte[] small) {
        for (int i = 0; i < small.length; i++) {
            if ((window.bytes[from + i] | 0x20) != small[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a field with all its lines.
     *
     * @param most the offset that its end must not pass
     * @return false, with nothing read, where it does
     */
    private boolean field(int nameLength, long most) throws IOException {
        long linesBefore = scanner.lines();
        int done = at;
        while (true) {
            int to = (int) Math.min(window.limit, most + 1 - window.base);
            done = scanner.run(window.bytes, done, to, window.base, LineScanner.Stop.FIELD);
            if (window.base + done > most) {
                scanner.backTo(linesBefore);
                return false;
            }
            if (done < to || window.ended) {
                break;
            }
            boolean lineEnd = window.bytes[done - 1] == '\n';
            int moved = window.more(Math.max(0, at - Grammar.BEFORE));
            at -= moved;
            done -= moved;
            if (lineEnd && done < window.limit && window.bytes[done] != ' ' && window.bytes[done] != '\t') {
                break;
            }
        }
        if (nameLength > 0) {
            keep(nameLength, done);
        }
        events.field(window.bytes, at, done, nameLength, end);
        at = done;
        return true;
    }

    private void keep(int nameLength, int fieldEnd) {
        int colon = at + nameLength;
        if (window.bytes[colon] != ':' && !spaceSeen) {
            spaceSeen = true;
            events.defect(DefectKind.SPACE_BEFORE_COLON, window.base + colon);
        }
        if (nameLength == CONTENT_TYPE.length && isName(at, CONTENT_TYPE)) {
            if (typed) {
                events.defect(DefectKind.DUPLICATE_FIELD, end);
                return;
            }
            typed = true;
            typeOffset = end;
            type = value(colon, fieldEnd);
        } else if (nameLength == ENCODING.length && isName(at, ENCODING)) {
            if (encoded) {
                events.defect(DefectKind.DUPLICATE_FIELD, end);
                return;
            }
            encoded = true;
            encodingOffset = end;
            encoding = TransferEncoding.named(value(colon, fieldEnd)).orElse(null);
        }
    }

    private String value(int colon, int fieldEnd) {
        int from = colon;
        while (window.bytes[from] != ':') {
            from++;
        }
        return HeaderField.decode(window.bytes, from + 1, fieldEnd);
    }

    /**
     * Returns the type that decides how the body is read; for leaves any that is neither a multipart nor a message.
     *
     * @param inDigest whether a part that does not say otherwise is a message (RFC 2046 §5.1.5)
     */
    ContentType structure(boolean inDigest) {
        if (encoding == null) {
            events.defect(DefectKind.UNKNOWN_ENCODING, encodingOffset);
        }
        if (cut) {
            return ContentType.DEFAULT;
        }
        ContentType otherwise = inDigest ? ContentType.MESSAGE : ContentType.DEFAULT;
        if (!typed || isPlainLeaf(type)) {
            return typed ? ContentType.DEFAULT : otherwise;
        }
        Optional<ContentType> read = ContentType.read(type, options.parametersMax());
        if (read.isEmpty()) {
            events.defect(DefectKind.BAD_CONTENT_TYPE, typeOffset);
            return otherwise;
        }
        if (read.get().parameters().cut()) {
            events.defect(DefectKind.TOO_MANY_PARAMETERS, typeOffset);
        }
        if (read.get().isMultipart() && !isIdentity()) {
            events.defect(DefectKind.ENCODED_MULTIPART, encodingOffset);
        }
        return read.get();
    }

    /** Returns whether a value is surely a good type of a leaf, which is most often so and spares reading its parameters here. */
    private static boolean isPlainLeaf(String value) {
        int from = 0;
        while (from < value.length() && value.charAt(from) == ' ') {
            from++;
        }
        int slash = from;
        while (slash < value.length() && isLetter(value.charAt(slash))) {
            slash++;
        }
        return slash > from
                && slash + 1 < value.length()
                && value.charAt(slash) == '/'
                && isLetter(value.charAt(slash + 1))
                && (value.charAt(from) | 0x20) != 'm';
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    /** Returns whether a body of this type is a message that can be read where it stands. */
    boolean isMessage(ContentType declared) {
        MediaType media = declared.type();
        boolean message = media.type().equals("message")
                && (media.subtype().equals("rfc822")
                        || media.subtype().equals("global")
                        || media.subtype().equals("news"));
        if (message && !isIdentity()) {
            events.defect(DefectKind.ENCODED_MESSAGE, encodingOffset);
            return false;
        }
        return message;
    }
}
