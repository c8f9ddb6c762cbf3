package org.pennypost.mailbox.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jsoup.select.NodeFilter;

/**
 * The text of an HTML document as a person sees it: blocks on lines of their own, white space collapsed, nothing that is hidden, what is
 * quoted behind {@code > } as in plain mail, pictures as the words that stand for them. Any input gives some text; nothing is fetched and nothing runs.
 */
public final class HtmlText {
    /** What is behind this many characters of HTML is not read. */
    public static final int CHARACTERS_MAX = 1_000_000;

    /** Elements whose content nobody sees. */
    private static final Set<String> UNSEEN = Set.of(
            "head",
            "script",
            "style",
            "title",
            "template",
            "noscript",
            "object",
            "svg",
            "math",
            "audio",
            "video",
            "canvas",
            "select",
            "iframe");

    /** Elements that stand on lines of their own. */
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "html",
            "legend",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "tbody",
            "tfoot",
            "thead",
            "tr",
            "ul");

    /** Of these, those with an empty line around them. */
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "blockquote");

    /** A picture so wide or high at most, in pixels, is there to be counted, not to be seen. */
    private static final int UNSEEN_PIXELS = 3;

    /** The longest words for a picture. */
    private static final int ALT_MAX = 300;

    /** Room for so many characters is made at once: more than the beginning of a text needs. */
    private static final int TEXT_AT_FIRST = 600;

    private static final Pattern FILE_NAME =
            Pattern.compile("(?i)\\S{1,80}\\.(png|jpe?g|gif|webp|svg|bmp|avif|heic)|https?:\\S*");

    private HtmlText() {}

    /** Returns the text; lines end with LF. */
    public static String of(String html) {
        return new Rendering(CHARACTERS_MAX, false).of(Jsoup.parse(readable(html)));
    }

    /**
     * Returns the beginning of the text.
     *
     * @param textMax about how many characters of text are wanted; no more HTML is parsed than that can need
     */
    public static String of(String html, int textMax) {
        return beginning(html, textMax, false);
    }

    /**
     * Returns the beginning of what is hidden and seen: for a message in which nothing is seen, the line that its sender wrote for lists of messages.
     *
     * @param textMax as in {@link #of(String, int)}
     */
    static String withHidden(String html, int textMax) {
        return beginning(html, textMax, true);
    }

    private static String readable(String html) {
        return html.length() > CHARACTERS_MAX ? html.substring(0, CHARACTERS_MAX) : html;
    }

    /**
     * Parses until there are enough characters, seen or not, and looks how many are seen. Each further attempt waits for twice as many, so that all attempts
     * together take no longer than two.
     */
    private static String beginning(String html, int textMax, boolean withHidden) {
        try (StreamParser parser = new StreamParser(Parser.htmlParser()).parse(readable(html), "")) {
            Iterator<Element> closed = parser.iterator();
            long characters = 0;
            for (long wanted = textMax; ; wanted *= 2) {
                while (characters < wanted && closed.hasNext()) {
                    characters += ownCharacters(closed.next());
                }
                Rendering rendering = new Rendering(textMax, withHidden);
                String text = rendering.of(parser.document());
                if (rendering.isFull() || !closed.hasNext()) {
                    return text;
                }
            }
        }
    }

    private static int ownCharacters(Element element) {
        int characters = 0;
        for (Node child = element.firstChild(); child != null; child = child.nextSibling()) {
            characters += child instanceof TextNode words ? words.getWholeText().length() : 0;
        }
        return characters;
    }

    /** Walks the document. Owned by one thread. */
    private static final class Rendering implements NodeFilter {
        private final int textMax;
        private final StringBuilder text;
        /** Line ends that are due before the next character. */
        private int linesDue;

        private boolean spaceDue;
        private int quotes;
        private int preformatted;

        private final boolean withHidden;
        private final HiddenClasses hiddenClasses = new HiddenClasses();
        /** The elements around that say how large letters are, the innermost last. */
        private final Deque<Sized> sizes = new ArrayDeque<>();

        private record Sized(int depth, boolean seen) {}

        Rendering(int textMax, boolean withHidden) {
            this.textMax = textMax;
            this.withHidden = withHidden;
            this.text = new StringBuilder(Math.min(textMax, TEXT_AT_FIRST));
        }

        String of(Document document) {
            document.filter(this);
            return text.toString().strip();
        }

        boolean isFull() {
            return text.length() >= textMax;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (isFull()) {
                return FilterResult.STOP;
            }
            return switch (node) {
                case TextNode words -> {
                    if (isSeen()) {
                        words(words.getWholeText());
                    }
                    yield FilterResult.CONTINUE;
                }
                case Element element -> open(element, depth);
                default -> FilterResult.CONTINUE;
            };
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                String name = element.normalName();
                if (!sizes.isEmpty() && sizes.getLast().depth == depth) {
                    sizes.removeLast();
                }
                if (isQuote(element)) {
                    quotes--;
                }
                if (name.equals("pre")) {
                    preformatted--;
                }
                if (BLOCKS.contains(name)) {
                    breakLines(PARAGRAPHS.contains(name) ? 2 : 1);
                }
            }
            return FilterResult.CONTINUE;
        }

        private FilterResult open(Element element, int depth) {
            String name = element.normalName();
            readSheets(element, name);
            if (UNSEEN.contains(name) || isHidden(element, depth)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            if (BLOCKS.contains(name)) {
                breakLines(PARAGRAPHS.contains(name) ? 2 : 1);
            }
            switch (name) {
                case "br" -> {
                    linesDue = text.isEmpty() ? 0 : linesDue + 1;
                    spaceDue = false;
                }
                case "td", "th" -> spaceDue = true;
                case "li" -> words("- ");
                case "img" -> picture(element);
                case "pre" -> preformatted++;
                default -> {}
            }
            if (isQuote(element)) {
                quotes++;
            }
            return FilterResult.CONTINUE;
        }

        private void breakLines(int lines) {
            if (!text.isEmpty()) {
                linesDue = Math.max(linesDue, lines);
            }
            spaceDue = false;
        }

        private void words(String words) {
            int at = 0;
            while (at < words.length()) {
                int end = wordsEnd(words, at);
                if (end > at) {
                    space();
                    text.append(words, at, end);
                    at = end;
                } else {
                    white(words.charAt(at));
                    at++;
                }
            }
        }

        /** The end of words with single spaces between them, which stay as they are. */
        private static int wordsEnd(String words, int from) {
            int end = from;
            while (end < words.length()) {
                char c = words.charAt(end);
                boolean single = c == ' ' && end > from && end + 1 < words.length() && !isWhite(words.charAt(end + 1));
                if (isWhite(c) && !single) {
                    return end;
                }
                end++;
            }
            return end;
        }

        private static boolean isWhite(char c) {
            return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f');
        }

        private void white(char c) {
            if (preformatted > 0 && c == '\n') {
                linesDue++;
                spaceDue = false;
            } else if (preformatted > 0 && c == ' ') {
                space();
                text.append(c);
            } else {
                spaceDue = true;
            }
        }

        /** What is due before the next word. */
        private void space() {
            boolean lineBegins = text.isEmpty() || linesDue > 0;
            for (int i = Math.min(linesDue, 2); i > 0; i--) {
                text.append('\n');
                if (i > 1 && quotes > 0) {
                    text.append('>');
                }
            }
            linesDue = 0;
            if (lineBegins && quotes > 0) {
                text.append("> ");
            } else if (spaceDue && !lineBegins) {
                text.append(' ');
            }
            spaceDue = false;
        }

        private boolean isSeen() {
            return sizes.isEmpty() || sizes.getLast().seen;
        }

        private void readSheets(Element element, String name) {
            if (name.equals("style")) {
                hiddenClasses.read(element.data());
            } else if (name.equals("head")) {
                element.children().stream()
                        .filter(child -> child.normalName().equals("style"))
                        .forEach(sheet -> hiddenClasses.read(sheet.data()));
            }
        }

        /** Notes the size of its letters too. */
        private boolean isHidden(Element element, int depth) {
            if (element.attributesSize() == 0 || withHidden) {
                return false;
            }
            if (element.hasAttr("hidden")) {
                return true;
            }
            String css = element.attr("style");
            Style style = css.isEmpty() ? Style.NONE : Style.of(css);
            if (style.hidden() || (!style.display() && hiddenClasses.hides(element))) {
                return true;
            }
            if (style.fontSize() != Style.FontSize.UNSAID) {
                sizes.addLast(new Sized(depth, style.fontSize() == Style.FontSize.SEEN));
            }
            return false;
        }

        /** The words for a picture, unless they are but its file's name, or it cannot be seen. */
        private void picture(Element element) {
            String alt = element.attr("alt").strip();
            if (!alt.isEmpty()
                    && alt.length() <= ALT_MAX
                    && !isTiny(element.attr("width"))
                    && !isTiny(element.attr("height"))
                    && !FILE_NAME.matcher(alt).matches()) {
                words(" ");
                words(alt);
                words(" ");
            }
        }

        private static boolean isTiny(String pixels) {
            return pixels.length() == 1 && pixels.charAt(0) >= '0' && pixels.charAt(0) <= '0' + UNSEEN_PIXELS;
        }

        /** A block quote, and what Gmail and Yahoo put around the message that is answered. */
        private static boolean isQuote(Element element) {
            return element.normalName().equals("blockquote")
                    || (element.normalName().equals("div")
                            && (element.hasClass("gmail_quote") || element.hasClass("yahoo_quoted")));
        }
    }
}
