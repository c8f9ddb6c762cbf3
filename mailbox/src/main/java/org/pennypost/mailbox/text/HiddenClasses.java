package org.pennypost.mailbox.text;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * The classes and ids that the style sheets of a document hide: rules such as {@code .preheader { display: none }}. Rules for some screens only ({@code @media}) are
 * skipped, and selectors of more than one word.
 *
 * <p>Life cycle: {@link #read} for each style sheet; then {@link #hides} for elements behind it.
 */
final class HiddenClasses {
    private static final int NAMES_MAX = 1_000;

    /** With their {@code .} or {@code #}. */
    private final Set<String> names = new HashSet<>();

    /** Reads a style sheet. Never fails; the time is linear. */
    void read(String sheet) {
        String css = withoutComments(sheet);
        int at = 0;
        while (true) {
            int begin = pastSpace(css, at);
            if (css.startsWith("@", begin)) {
                at = atRuleEnd(css, begin);
                continue;
            }
            int open = css.indexOf('{', begin);
            if (open < 0) {
                return;
            }
            String selectors = css.substring(begin, open).strip();
            int close = css.indexOf('}', open);
            rule(selectors, css.substring(open + 1, close < 0 ? css.length() : close));
            if (close < 0) {
                return;
            }
            at = close + 1;
        }
    }

    private static String withoutComments(String css) {
        StringBuilder kept = new StringBuilder(css.length());
        int at = 0;
        while (true) {
            int open = css.indexOf("/*", at);
            if (open < 0) {
                return kept.append(css, at, css.length())
                        .toString()
                        .replace("<!--", "")
                        .replace("-->", "");
            }
            kept.append(css, at, open).append(' ');
            int close = css.indexOf("*/", open + 2);
            if (close < 0) {
                return kept.toString();
            }
            at = close + 2;
        }
    }

    private static int pastSpace(String css, int from) {
        int at = from;
        while (at < css.length() && Character.isWhitespace(css.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Behind a rule such as {@code @import "x";} or {@code @media print { ... }}: its semicolon or its block, whichever comes first. */
    private static int atRuleEnd(String css, int begin) {
        for (int at = begin; at < css.length(); at++) {
            if (css.charAt(at) == ';') {
                return at + 1;
            }
            if (css.charAt(at) == '{') {
                return blockEnd(css, at);
            }
        }
        return css.length();
    }

    /** Behind the brace that closes a block, whatever blocks are in it. */
    private static int blockEnd(String css, int open) {
        int depth = 0;
        for (int at = open; at < css.length(); at++) {
            if (css.charAt(at) == '{') {
                depth++;
            } else if (css.charAt(at) == '}' && --depth == 0) {
                return at + 1;
            }
        }
        return css.length();
    }

    private void rule(String selectors, String declarations) {
        Style style = Style.of(declarations);
        if (!style.hidden() && !style.display()) {
            return;
        }
        for (String selector : selectors.split(",", -1)) {
            String name = name(selector.strip());
            if (!name.isEmpty() && !style.hidden()) {
                names.remove(name);
            } else if (!name.isEmpty() && names.size() < NAMES_MAX) {
                names.add(name);
            }
        }
    }

    /** Returns the class or id that a selector is about alone, as {@code .x} of {@code div.x}; else an empty text. */
    private static String name(String selector) {
        int mark = Math.max(selector.indexOf('.'), selector.indexOf('#'));
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            boolean word = Character.isLetterOrDigit(c) || c == '-' || c == '_' || (c == '*' && i == 0);
            if (i != mark && !word) {
                return "";
            }
        }
        return mark < 0 ? "" : selector.substring(mark).toLowerCase(Locale.ROOT);
    }

    /** Returns whether an element belongs to a class, or has an id, that is hidden. */
    boolean hides(Element element) {
        if (names.isEmpty()) {
            return false;
        }
        for (String word : element.className().split("\\s+", NAMES_MAX)) {
            if (!word.isEmpty() && names.contains("." + word.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        String id = element.id();
        return !id.isEmpty() && names.contains("#" + id.toLowerCase(Locale.ROOT));
    }
}
