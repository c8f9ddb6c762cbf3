package org.pennypost.mime;

/**
 * Reads the value of a structured field of MIME: tokens, quoted strings, comments (RFC 2045 §5.1, RFC 5322 §3.2). It never fails: what is not closed ends
 * with the value. Comments are counted, not recursed into.
 */
final class ValueReader {
    private final String text;
    private int at;

    ValueReader(String text) {
        this.text = text;
    }

    boolean atEnd() {
        skipSpace();
        return at >= text.length();
    }

    /** Returns the next character that is neither white space nor comment, or NUL at the end. */
    char next() {
        skipSpace();
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** Skips a character if it is next. */
    boolean skip(char c) {
        if (next() == c && at < text.length()) {
            at++;
            return true;
        }
        return false;
    }

    /** Skips white space of all kinds, line ends too, and comments. */
    void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                at = endOfComment(at);
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
            } else {
                return;
            }
        }
    }

    private int endOfComment(int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    /** Returns the token that is next, perhaps empty. Lenient: it may be a quoted string. */
    String token() {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '"') {
            return quotedString().strip();
        }
        int start = at;
        while (at < text.length() && (Ascii.isToken(text.charAt(at)) || text.charAt(at) >= 0x80)) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Skips to behind the next semicolon that is not in quotes or comments. @return whether there was one */
    boolean skipToParameter() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                quotedString();
            } else if (c == '(') {
                at = endOfComment(at);
            } else {
                at++;
                if (c == ';') {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Returns the value of a parameter: a quoted string or a token. Lenient: a token may hold anything up to the semicolon, with white space and
     * parentheses inside it ({@code name=My file (1).txt}); a comment behind it is skipped, and one before a quoted string.
     */
    String value() {
        skipSpaceOnly();
        if (at < text.length() && text.charAt(at) == '(') {
            int before = at;
            skipSpace();
            at = at < text.length() && text.charAt(at) == '"' ? at : before;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return quotedString();
        }
        int start = at;
        int end = at;
        while (at < text.length() && text.charAt(at) != ';') {
            char c = text.charAt(at);
            if (c == '(' && at > start && isBlank(text.charAt(at - 1))) {
                int behind = endOfComment(at);
                if (endsValue(behind)) {
                    break;
                }
                at = behind;
                end = at;
                continue;
            }
            at++;
            if (!isBlank(c)) {
                end = at;
            }
        }
        return unfolded(text.substring(start, end));
    }

    private boolean endsValue(int behindComment) {
        int i = behindComment;
        while (i < text.length() && isBlank(text.charAt(i))) {
            i++;
        }
        return i == text.length() || text.charAt(i) == ';';
    }

    private void skipSpaceOnly() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /**
     * Returns the inside of the quoted string that is next. Lenient: a backslash before anything but a quote or a backslash is itself, as in the file names of
     * Windows.
     */
    private String quotedString() {
        int start = ++at;
        int end = start;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\\') {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '"') {
            at = end + 1;
            return unfolded(text.substring(start, end));
        }
        StringBuilder inside = new StringBuilder(text.substring(start, end));
        at = end;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c == '\\' && at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\')) {
                c = text.charAt(at++);
            }
            inside.append(c);
        }
        return unfolded(inside.toString());
    }

    private static String unfolded(String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return text;
        }
        return text.replace("\r", "").replace("\n", "");
    }
}
