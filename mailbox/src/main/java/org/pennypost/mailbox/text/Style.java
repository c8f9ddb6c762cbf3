package org.pennypost.mailbox.text;

import java.util.Locale;

/**
 * What the declarations of a style (CSS 2.2 §4.1.8) say about whether the text in it is seen. Senders hide lines for lists of messages, words for filters, and
 * parts that another program shows.
 *
 * @param hidden whether nothing of it is seen
 * @param display whether it says that it is displayed
 * @param fontSize how large its letters are
 */
record Style(boolean hidden, boolean display, FontSize fontSize) {
    static final Style NONE = new Style(false, false, FontSize.UNSAID);

    /** Letters of one pixel are not seen. What is inside may be larger again: many programs set all layout in letters of no size. */
    enum FontSize {
        UNSAID,
        UNSEEN,
        SEEN
    }

    /** Left of the window by so much is outside. */
    private static final double FAR_LEFT = -500;

    /** Reads declarations: {@code display: none; color: red}. Never fails; what is not understood is skipped; the time is linear. */
    static Style of(String css) {
        Reader reader = new Reader();
        int at = 0;
        while (at < css.length()) {
            int semicolon = css.indexOf(';', at);
            int end = semicolon < 0 ? css.length() : semicolon;
            int colon = css.indexOf(':', at, end);
            if (colon >= 0) {
                reader.declaration(word(css, at, colon), word(css, colon + 1, end));
            }
            at = end + 1;
        }
        return reader.style();
    }

    private static String word(String css, int from, int to) {
        return css.substring(from, to).strip().toLowerCase(Locale.ROOT);
    }

    /** Owned by one thread. */
    private static final class Reader {
        private boolean undisplayed;
        private boolean displayed;
        private boolean invisible;
        private boolean collapsed;
        private boolean clipped;
        private FontSize fontSize = FontSize.UNSAID;

        void declaration(String property, String value) {
            switch (property) {
                case "display" -> {
                    undisplayed = value.startsWith("none");
                    displayed = !undisplayed;
                }
                case "visibility" -> invisible |= value.startsWith("hidden") || value.startsWith("collapse");
                case "opacity", "max-height" -> invisible |= number(value) == 0;
                case "height", "width", "max-width" -> collapsed |= number(value) == 0;
                case "overflow" -> clipped |= value.startsWith("hidden");
                case "text-indent", "margin-left", "left" -> invisible |= number(value) <= FAR_LEFT;
                case "font-size" -> fontSize = fontSize(value);
                default -> {}
            }
        }

        private static FontSize fontSize(String value) {
            double number = number(value);
            boolean pixels = value.contains("px") || value.contains("pt");
            return number == 0 || (number <= 1 && pixels) ? FontSize.UNSEEN : FontSize.SEEN;
        }

        /** The number that a value begins with; not a number where it begins with none. */
        private static double number(String value) {
            int end = 0;
            while (end < value.length() && end < 12 && "+-.0123456789".indexOf(value.charAt(end)) >= 0) {
                end++;
            }
            try {
                return Double.parseDouble(value.substring(0, end));
            } catch (NumberFormatException _) {
                return Double.NaN;
            }
        }

        Style style() {
            return new Style(undisplayed || invisible || (collapsed && clipped), displayed, fontSize);
        }
    }
}
