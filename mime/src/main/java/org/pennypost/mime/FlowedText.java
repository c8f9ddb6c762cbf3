package org.pennypost.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text whose long lines were broken for the way only, so that readers may wrap them as their window needs: {@code text/plain; format=flowed} (RFC 3676).
 *
 * {@snippet :
 * if (FlowedText.isFlowed(part.contentType())) {
 *     text = FlowedText.unwrapped(text, FlowedText.isDelSp(part.contentType()));
 * }
 * }
 */
public final class FlowedText {
    /** Lines are broken so that they are no longer than this, in characters (RFC 3676 §4.2); a word that is longer stays whole. */
    public static final int LINE_MAX = 72;

    /** What stands above a signature: neither fixed nor flowed (RFC 3676 §4.3). */
    private static final String SIGNATURE = "-- ";

    private FlowedText() {}

    /**
     * A paragraph, or a line that stands by itself.
     *
     * @param quotes how often it is quoted: 0 for what the author writes
     * @param text what it says, without quote marks and line ends
     */
    public record Paragraph(int quotes, String text) {
        /** @throws IllegalArgumentException when {@code quotes} is negative, or the text has a line end */
        public Paragraph {
            if (quotes < 0 || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
                throw new IllegalArgumentException("not a paragraph of " + quotes + " quotes: " + BadField.show(text));
            }
        }

        boolean isSignature() {
            return text.equals(SIGNATURE);
        }
    }

    /** Returns whether a body of this type is flowed. */
    public static boolean isFlowed(ContentType type) {
        return type.type().equals(MediaType.TEXT_PLAIN) && has(type, "format", "flowed");
    }

    /** Returns whether the space at the end of a flowed line is no part of the text (RFC 3676 §4.1). */
    public static boolean isDelSp(ContentType type) {
        return has(type, "delsp", "yes");
    }

    private static boolean has(ContentType type, String parameter, String value) {
        return type.parameters()
                .value(parameter)
                .filter(found -> found.strip().toLowerCase(Locale.ROOT).equals(value))
                .isPresent();
    }

    /**
     * Reads flowed text. Never fails: a paragraph that is not ended by a fixed line ends with its quoting, with a signature or with the text (RFC 3676 §4.1).
     *
     * @param text with line ends of CRLF or LF
     * @param delSp as {@link #isDelSp} says
     */
    public static List<Paragraph> read(String text, boolean delSp) {
        Paragraphs paragraphs = new Paragraphs();
        walk(text, delSp, paragraphs);
        return paragraphs.all;
    }

    /** Returns flowed text with each paragraph on one line, for programs that wrap by themselves: quotes begin with {@code >}, lines end with LF. */
    public static String unwrapped(String text, boolean delSp) {
        OneLineEach lines = new OneLineEach(new StringBuilder(text.length()));
        walk(text, delSp, lines);
        return lines.text.toString();
    }

    /** Takes paragraphs piece by piece. */
    private interface Sink {
        void begin(int quotes);

        void piece(String text, int from, int to);

        void end();
    }

    private static final class Paragraphs implements Sink {
        private final List<Paragraph> all = new ArrayList<>();
        private final StringBuilder open = new StringBuilder();
        private int quotes;

        @Override
        public void begin(int depth) {
            quotes = depth;
            open.setLength(0);
        }

        @Override
        public void piece(String text, int from, int to) {
            open.append(text, from, to);
        }

        @Override
        public void end() {
            all.add(new Paragraph(quotes, open.toString()));
        }
    }

    private record OneLineEach(StringBuilder text) implements Sink {
        @Override
        public void begin(int quotes) {
            text.repeat(">", quotes).append(quotes > 0 ? " " : "");
        }

        @Override
        public void piece(String piece, int from, int to) {
            text.append(piece, from, to);
        }

        @Override
        public void end() {
            text.append('\n');
        }
    }

    private static void walk(String text, boolean delSp, Sink sink) {
        int quotesOfOpen = -1;
        int at = 0;
        while (at < text.length()) {
            int lineFeed = text.indexOf('\n', at);
            int lineEnd = lineFeed < 0 ? text.length() : lineFeed;
            int end = lineEnd > at && text.charAt(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
            int start = at;
            while (start < end && text.charAt(start) == '>') {
                start++;
            }
            int quotes = start - at;
            // The space that protects a line is no part of it (RFC 3676 §4.1).
            start += start < end && text.charAt(start) == ' ' ? 1 : 0;
            at = lineEnd + 1;
            // A CR inside a line counts as a space.
            boolean plain = text.indexOf('\r', start, end) < 0;
            String line = plain ? text : text.substring(start, end).replace('\r', ' ');
            int from = plain ? start : 0;
            int to = from + end - start;
            boolean signature = to - from == SIGNATURE.length() && line.startsWith(SIGNATURE, from);
            boolean flowed = to > from && line.charAt(to - 1) == ' ' && !signature;
            if (quotesOfOpen >= 0 && (quotes != quotesOfOpen || signature)) {
                sink.end();
                quotesOfOpen = -1;
            }
            if (quotesOfOpen < 0) {
                sink.begin(quotes);
            }
            sink.piece(line, from, flowed && delSp ? to - 1 : to);
            quotesOfOpen = flowed ? quotes : -1;
            if (!flowed) {
                sink.end();
            }
        }
        if (quotesOfOpen >= 0) {
            sink.end();
        }
    }

    /** Takes what somebody typed or quoted for paragraphs: each line is one; {@code >}, and {@code > >}, at its beginning are quote marks. */
    public static List<Paragraph> paragraphs(String typed) {
        List<Paragraph> paragraphs = new ArrayList<>();
        for (String line : typed.lines().toList()) {
            int start = 0;
            int quotes = 0;
            for (int i = 0; i < line.length() && (line.charAt(i) == '>' || (i > 0 && line.charAt(i) == ' ')); i++) {
                if (line.charAt(i) == '>') {
                    quotes++;
                    start = i + 1;
                }
            }
            if (quotes > 0 && start < line.length() && line.charAt(start) == ' ') {
                start++;
            }
            paragraphs.add(new Paragraph(quotes, line.substring(start)));
        }
        return paragraphs;
    }

    /**
     * Writes flowed text; to be labelled {@code format=flowed}, and as what {@code delSp} says. {@link #read} gives the same paragraphs, but for spaces at
     * their ends, which would make them flow (RFC 3676 §4.2).
     *
     * @param delSp whether lines may be broken where no space is, between the ideographs of scripts that have none
     * @return lines that end with CRLF
     */
    public static String write(List<Paragraph> paragraphs, boolean delSp) {
        StringBuilder lines = new StringBuilder();
        for (Paragraph paragraph : paragraphs) {
            String text = paragraph.isSignature() ? SIGNATURE : withoutTrailingSpaces(paragraph.text());
            int from = 0;
            int to = paragraph.isSignature() ? text.length() : breakAt(text, from, paragraph.quotes(), delSp);
            while (to < text.length()) {
                line(lines, paragraph.quotes(), text.substring(from, to));
                lines.append(delSp ? " \r\n" : "\r\n");
                from = to;
                to = breakAt(text, from, paragraph.quotes(), delSp);
            }
            line(lines, paragraph.quotes(), text.substring(from));
            lines.append("\r\n");
        }
        return lines.toString();
    }

    private static String withoutTrailingSpaces(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** A quoted line gets its space always, others where they need one (RFC 3676 §4.4, §4.5). */
    private static void line(StringBuilder lines, int quotes, String text) {
        boolean needsSpace = quotes > 0 || text.startsWith(" ") || text.startsWith(">") || text.startsWith("From ");
        lines.repeat(">", quotes).append(needsSpace ? " " : "").append(text);
    }

    /** Returns where the next line begins: behind the last place for a break that leaves the line short enough, else behind the first one at all. */
    private static int breakAt(String text, int from, int quotes, boolean delSp) {
        int room = Math.max(1, LINE_MAX - quotes - 1);
        if (text.codePointCount(from, text.length()) <= room) {
            return text.length();
        }
        int best = -1;
        int width = 0;
        int at = from;
        while (at < text.length() && (width < room || best < 0)) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            width++;
            if (next < text.length() && mayBreak(text, from, next, c, delSp)) {
                best = next;
            }
            at = next;
        }
        return best < 0 ? text.length() : best;
    }

    /** Not before a space, which would have to be protected, and not so that a line looks as a signature's beginning. */
    private static boolean mayBreak(String text, int from, int next, int before, boolean delSp) {
        int after = text.codePointAt(next);
        if (after == ' ' || (next - from <= SIGNATURE.length() && text.startsWith("--", from))) {
            return false;
        }
        return before == ' ' || (delSp && isIdeograph(before) && isIdeograph(after));
    }

    private static boolean isIdeograph(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA -> Character.isLetter(c);
            default -> false;
        };
    }
}
