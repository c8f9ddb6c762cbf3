package org.pennypost.pop3;

/** Counts the lines of a body as it passes, for TOP: the header, the empty line, and so many lines of the body (RFC 1939 §7). */
final class BodyLines {
    private final long max;
    private long bodyLines;
    private boolean inBody;
    private boolean lineEmpty = true;
    private boolean enough;

    BodyLines(long max) {
        this.max = max;
    }

    /** Whether all that is wanted has passed. */
    boolean enough() {
        return enough;
    }

    /** Whether the header has passed, and the empty line behind it. */
    boolean inBody() {
        return inBody;
    }

    /** How many of these bytes, from the first on, are still wanted. */
    int take(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                if (inBody) {
                    bodyLines++;
                } else if (lineEmpty) {
                    inBody = true;
                }
                lineEmpty = true;
                if (inBody && bodyLines >= max) {
                    enough = true;
                    return i + 1;
                }
            } else if (b != '\r') {
                lineEmpty = false;
            }
        }
        return length;
    }
}
