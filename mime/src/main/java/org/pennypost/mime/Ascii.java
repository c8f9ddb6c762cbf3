package org.pennypost.mime;

/** The character classes of RFC 5322 §3.2 and RFC 2045 §5.1. */
final class Ascii {
    private static final String ATEXT_SPECIAL = "!#$%&'*+-/=?^_`{|}~";
    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";
    /** A table, since the types of every part of every message pass here. */
    private static final boolean[] TOKEN = new boolean[0x7F];

    static {
        for (char c = '!'; c < TOKEN.length; c++) {
            TOKEN[c] = TSPECIALS.indexOf(c) < 0;
        }
    }

    private Ascii() {}

    static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** {@code atext} of RFC 5322 §3.2.3. */
    static boolean isAtext(int c) {
        return isAlphanumeric(c) || (c < 0x80 && ATEXT_SPECIAL.indexOf(c) >= 0);
    }

    /** {@code token} of RFC 2045 §5.1. */
    static boolean isToken(int c) {
        return c < TOKEN.length && TOKEN[c];
    }

    /** {@code ftext} of RFC 5322 §3.6.8: what a field name is made of. */
    static boolean isFieldName(int c) {
        return c > ' ' && c < 0x7F && c != ':';
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    static boolean isAll(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** {@code dot-atom-text} of RFC 5322 §3.2.3, with the letters of all scripts where {@code international} (RFC 6532 §3.2). */
    static boolean isDotAtom(String text, boolean international) {
        if (text.isEmpty() || text.startsWith(".") || text.endsWith(".") || text.contains("..")) {
            return false;
        }
        return text.chars().allMatch(c -> c == '.' || isAtext(c) || (international && c >= 0x80));
    }

    /** Returns whether a text holds a character that may never enter a header field, or half of a surrogate pair. */
    static boolean breaksField(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == '\r' || c == '\n' || c == 0 || (Character.isSurrogate(c) && !pair)) {
                return true;
            }
            i += pair ? 1 : 0;
        }
        return false;
    }
}
