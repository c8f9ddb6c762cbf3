package org.pennypost.imap.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;

/** A place in one line of a response. Belongs to one thread. */
final class Cursor {
    private static final int SHOWN_OCTETS_MAX = 200;

    private byte[] line = {};
    private int at;

    /** Goes to the beginning of a line. */
    void begin(byte[] next) {
        line = next;
        at = 0;
    }

    boolean isAtEnd() {
        return at >= line.length;
    }

    /** Whether nothing but blanks is left. */
    boolean isBlank() {
        for (int i = at; i < line.length; i++) {
            if (line[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    boolean isNext(char c) {
        return at < line.length && line[at] == c;
    }

    boolean isDigit() {
        return at < line.length && line[at] >= '0' && line[at] <= '9';
    }

    /** Passes over a character, if it is there. */
    boolean take(char c) {
        if (!isNext(c)) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char c) throws Unreadable {
        if (!take(c)) {
            throw new Unreadable("'" + c + "' is missing");
        }
    }

    void blanks() {
        while (at < line.length && (line[at] == ' ' || line[at] == '\t')) {
            at++;
        }
    }

    /** Everything up to one of these characters or the end. */
    String until(String stops) {
        int from = at;
        while (at < line.length && stops.indexOf(line[at]) < 0) {
            at++;
        }
        return text(from, at);
    }

    /** The same; nothing is unreadable. */
    String some(String stops) throws Unreadable {
        String text = until(stops);
        if (text.isEmpty()) {
            throw new Unreadable(
                    "something is missing " + (isAtEnd() ? "at the end" : "before '" + (char) line[at] + "'"));
        }
        return text;
    }

    /** Everything up to the first place of these characters one after the other, or to the end. */
    String upTo(String stop) {
        int from = at;
        while (at < line.length && !beginsHere(stop)) {
            at++;
        }
        return text(from, at);
    }

    private boolean beginsHere(String stop) {
        if (at + stop.length() > line.length) {
            return false;
        }
        for (int i = 0; i < stop.length(); i++) {
            if (line[at + i] != stop.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A word up to a blank. */
    String word() throws Unreadable {
        return some(" ");
    }

    /** A word of letters, digits and the like, in capitals. */
    String capitals() throws Unreadable {
        return some(" \t()[").toUpperCase(Locale.ROOT);
    }

    /** Everything that is left. */
    String rest() {
        int from = at;
        at = line.length;
        return text(from, at);
    }

    /** {@code number64}. */
    long number() throws Unreadable {
        int from = at;
        while (isDigit()) {
            at++;
        }
        OptionalLong number = Numbers.parse(text(from, at));
        if (number.isEmpty()) {
            throw new Unreadable("not a number of 63 bits");
        }
        return number.getAsLong();
    }

    /** Where the bracket that opens here is closed, brackets in quotes not counted; −1 if none opens, or it is not closed. */
    int closingBracket() {
        if (!isNext('[')) {
            return -1;
        }
        boolean quoted = false;
        for (int i = at + 1; i < line.length; i++) {
            if (quoted && line[i] == '\\') {
                i++;
            } else if (line[i] == '"') {
                quoted = !quoted;
            } else if (line[i] == ']' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /** What is between the bracket here and its end, and goes behind that. */
    String inBrackets(int close) {
        String inside = text(at + 1, close);
        at = close + 1;
        return inside;
    }

    /** Whether a quoted string or a literal begins here. */
    boolean isString() {
        return isNext('"') || isLiteral();
    }

    /** Whether a literal is announced here: {@code {12}}, {@code {12+}}, {@code ~{12}} at the end of the line. */
    boolean isLiteral() {
        return literalEnd() >= 0;
    }

    private int literalEnd() {
        int i = at;
        if (i < line.length && line[i] == '~') {
            i++;
        }
        if (i >= line.length || line[i] != '{') {
            return -1;
        }
        int digits = ++i;
        while (i < line.length && line[i] >= '0' && line[i] <= '9') {
            i++;
        }
        int end = i;
        if (end < line.length && line[end] == '+') {
            end++;
        }
        boolean closed = i > digits && end == line.length - 1 && line[end] == '}';
        return closed && Numbers.parse(text(digits, i)).isPresent() ? i : -1;
    }

    /** How many octets the literal that is announced here has; goes to the end of the line. */
    long literal() {
        int end = literalEnd();
        int from = at;
        while (line[from] != '{') {
            from++;
        }
        at = line.length;
        return Numbers.parse(text(from + 1, end)).orElseThrow();
    }

    /** How many octets the literal has that this line ends with; −1 if it ends with none. */
    long literalAtEnd() {
        for (int i = line.length - 1; i >= 0 && line.length - i <= 24; i--) {
            if (line[i] == '{' && (i == 0 || " (~".indexOf(line[i - 1]) >= 0)) {
                at = i;
                return isLiteral() ? literal() : -1;
            }
        }
        return -1;
    }

    /** {@code quoted}. Lenient: octets that have to be in a literal. */
    byte[] quoted() throws Unreadable {
        expect('"');
        int end = at;
        boolean escaped = false;
        while (end < line.length && line[end] != '"') {
            escaped |= line[end] == '\\';
            end += line[end] == '\\' ? 2 : 1;
        }
        if (end >= line.length) {
            throw new Unreadable("a string without its closing quote");
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(end - at);
        for (int i = at; i < end; i++) {
            i += escaped && line[i] == '\\' ? 1 : 0;
            octets.write(line[i]);
        }
        at = end + 1;
        return octets.toByteArray();
    }

    /** The beginning of the line, for people. */
    String shown() {
        return text(0, Math.min(line.length, SHOWN_OCTETS_MAX));
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }
}
