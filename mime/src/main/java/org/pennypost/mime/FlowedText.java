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
        List<Paragraph> paragraphs = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int quotesOfOpen = -1;
        int at = 0;
        while (at < text.length()) {
            int lineFeed = text.indexOf('\n', at);
            int end = lineFeed < 0 ? text.length() : lineFeed;
            Paragraph line = line(text, at, end);
            at = end + 1;
            boolean flowed = line.text().endsWith(" ") && !line.isSignature();
            if (quotesOfOpen >= 0 && (line.quotes() != quotesOfOpen || line.isSignature())) {
                paragraphs.add(new Paragraph(quotesOfOpen, open.toString()));
                open.setLength(0);
            }
            open.append(line.text(), 0, line.text().length() - (flowed && delSp ? 1 : 0));
            quotesOfOpen = line.quotes();
            if (!flowed) {
                paragraphs.add(new Paragraph(quotesOfOpen, open.toString()));
                open.setLength(0);
                quotesOfOpen = -1;
            }
        }
        if (quotesOfOpen >= 0) {
            paragraphs.add(new Paragraph(quotesOfOpen, open.toString()));
        }
        return paragraphs;
    }

    /** Counts the quote marks, then takes away the space that protects a line (RFC 3676 §4.1). */
    private static Paragraph line(String text, int from, int to) {
        int end = to > from && text.charAt(to - 1) == '\r' ? to - 1 : to;
        int start = from;
        while (start < end && text.charAt(start) == '>') {
            start++;
        }
        int quotes = start - from;
        if (start < end && text.charAt(start) == ' ') {
            start++;
        }
        return new Paragraph(quotes, text.substring(start, end).replace('\r', ' '));
    }

    /** Returns flowed text with each paragraph on one line, for programs that wrap by themselves: quotes begin with {@code >}, lines end with LF. */
    public static String unwrapped(String text, boolean delSp) {
        StringBuilder lines = new StringBuilder(text.length());
        for (Paragraph paragraph : read(text, delSp)) {
            lines.repeat(">", paragraph.quotes())
                    .append(paragraph.quotes() > 0 ? " " : "")
                    .append(paragraph.text())
                    .append('\n');
        }
        return lines.toString();
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
