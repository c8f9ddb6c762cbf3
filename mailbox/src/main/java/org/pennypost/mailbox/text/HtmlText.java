package org.pennypost.mailbox.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * The text of an HTML document as a person sees it: blocks on lines of their own, white space collapsed, nothing that is hidden, what is
 * quoted behind {@code > } as in plain mail. Any input gives some text; nothing is fetched and nothing runs.
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

    /** What senders write to hide text: preheaders, text for filters, parts for another program. */
    private static final Pattern HIDING = Pattern.compile(
            "display:none|visibility:hidden|font-size:0(?![.0-9]*[1-9])|max-height:0(?![.0-9]*[1-9])|opacity:0(?![.0-9]*[1-9])|mso-hide:all");

    private HtmlText() {}

    /** Returns the text; lines end with LF. */
    public static String of(String html) {
        return of(html, CHARACTERS_MAX);
    }

    /**
     * Returns the beginning of the text.
     *
     * @param textMax about how many characters of text are wanted; no more HTML is read than that can need
     */
    public static String of(String html, int textMax) {
        String readable = html.length() > CHARACTERS_MAX ? html.substring(0, CHARACTERS_MAX) : html;
        Rendering rendering = new Rendering(textMax);
        Jsoup.parse(readable).filter(rendering);
        return rendering.text.toString().strip();
    }

    /** Walks the document. Owned by one thread. */
    private static final class Rendering implements NodeFilter {
        private final int textMax;
        private final StringBuilder text = new StringBuilder();
        /** Line ends that are due before the next character. */
        private int linesDue;

        private boolean spaceDue;
        private int quotes;
        private int preformatted;

        Rendering(int textMax) {
            this.textMax = textMax;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (text.length() >= textMax) {
                return FilterResult.STOP;
            }
            return switch (node) {
                case TextNode words -> {
                    words(words.getWholeText());
                    yield FilterResult.CONTINUE;
                }
                case Element element -> open(element);
                default -> FilterResult.CONTINUE;
            };
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                String name = element.normalName();
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

        private FilterResult open(Element element) {
            String name = element.normalName();
            if (UNSEEN.contains(name) || isHidden(element)) {
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
            for (int i = 0; i < words.length(); i++) {
                char c = words.charAt(i);
                boolean lineEnd = c == '\n';
                if (preformatted > 0 && lineEnd) {
                    linesDue++;
                    spaceDue = false;
                } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || lineEnd) {
                    if (preformatted > 0 && c == ' ') {
                        character(c);
                    } else {
                        spaceDue = true;
                    }
                } else {
                    character(c);
                }
            }
        }

        private void character(char c) {
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
            text.append(c);
        }

        private static boolean isHidden(Element element) {
            if (element.attributesSize() == 0) {
                return false;
            }
            if (element.hasAttr("hidden")) {
                return true;
            }
            String style = element.attr("style");
            return !style.isEmpty()
                    && HIDING.matcher(style.toLowerCase(Locale.ROOT).replaceAll("\\s", ""))
                            .find();
        }

        /** A block quote, and what Gmail and Yahoo put around the message that is answered. */
        private static boolean isQuote(Element element) {
            return element.normalName().equals("blockquote")
                    || (element.normalName().equals("div")
                            && (element.hasClass("gmail_quote") || element.hasClass("yahoo_quoted")));
        }
    }
}
