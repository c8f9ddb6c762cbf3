package org.pennypost.mime;

/** How a message begins: with a header, or without one. */
public enum MessageStart {
    /** With a header field: a name of printable characters and a colon (RFC 5322 §2.2; with white space before the colon, §4.5). */
    FIELD,
    /** With an empty line: it has a body only, properly separated (RFC 5322 §2.1). */
    EMPTY_LINE,
    /** With text: the empty line that should be before it is missing. */
    TEXT,
    /** It has no bytes at all. */
    NOTHING;

    /** A name longer than a line may be is none (RFC 5322 §2.1.1); so this much of a message is enough to see. */
    public static final int HEAD_BYTES = 1000;

    /**
     * Looks at the beginning of a message.
     *
     * @param head the first {@value #HEAD_BYTES} bytes, or all if there are fewer
     */
    public static MessageStart of(byte[] head, int offset, int length) {
        if (length == 0) {
            return NOTHING;
        }
        if (head[offset] == '\n' || (head[offset] == '\r' && length > 1 && head[offset + 1] == '\n')) {
            return EMPTY_LINE;
        }
        return nameLength(head, offset, offset + length) > 0 ? FIELD : TEXT;
    }

    /** What must stand between fields that are put in front and such a message: the empty line that it lacks, or nothing. */
    public String separator() {
        return switch (this) {
            case FIELD, EMPTY_LINE -> "";
            case TEXT, NOTHING -> "\r\n";
        };
    }

    /** Returns the length of the field name that begins here, or 0 when there is none. */
    static int nameLength(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Ascii.isFieldName(bytes[at])) {
            at++;
        }
        int length = at - from;
        while (at < to && Ascii.isSpace(bytes[at])) {
            at++;
        }
        return at < to && bytes[at] == ':' ? length : 0;
    }
}
