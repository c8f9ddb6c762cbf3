package org.pennypost.mailbox.text;

import java.text.Normalizer;

/**
 * Texts compared without regard to case as {@code i;unicode-casemap} does (RFC 5051 §2): each character becomes its simple titlecase
 * letter, then is decomposed for compatibility (NFKD). So {@code Straße} and {@code strasse} differ, {@code É} and {@code é} do not,
 * and {@code e} is found in both, since they are {@code e} and an accent.
 */
public final class CaseMap {
    private CaseMap() {}

    /** Returns the form in which texts are equal, contained in each other, and ordered by {@link #compare}. */
    public static String fold(String text) {
        char[] folded = text.toCharArray();
        int at = 0;
        // Without objects and calls, and so some eight characters at a time: most texts are ASCII all through.
        for (; at < folded.length && folded[at] < 0x80; at++) {
            folded[at] = foldAscii(folded[at]);
        }
        return at == folded.length ? new String(folded) : foldBeyondAscii(text, folded, at);
    }

    /** The same of one character of ASCII. */
    public static char foldAscii(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 0x20) : c;
    }

    private static String foldBeyondAscii(String text, char[] begun, int from) {
        StringBuilder folded = new StringBuilder(text.length()).append(begun, 0, from);
        for (int i = from; i < text.length(); ) {
            int c = text.codePointAt(i);
            folded.appendCodePoint(c < 0x80 ? foldAscii((char) c) : Character.toTitleCase(c));
            i += Character.charCount(c);
        }
        return Normalizer.normalize(folded, Normalizer.Form.NFKD);
    }

    /** Orders folded texts by their characters' numbers, as their octets in UTF-8 are ordered (RFC 5051 §2, step 5). */
    public static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // Halves of surrogate pairs stand below the characters from U+E000 on, and mean ones above them.
                boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
                return sameKind || (a < 0xe000 && b < 0xe000)
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
