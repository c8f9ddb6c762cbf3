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
        int plain = 0;
        while (plain < text.length() && isFolded(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder folded = new StringBuilder(text.length()).append(text, 0, plain);
        boolean ascii = true;
        for (int i = plain; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c < 0x80) {
                folded.append((char) (c >= 'a' && c <= 'z' ? c - 0x20 : c));
            } else {
                folded.appendCodePoint(Character.toTitleCase(c));
                ascii = false;
            }
            i += Character.charCount(c);
        }
        return ascii ? folded.toString() : Normalizer.normalize(folded, Normalizer.Form.NFKD);
    }

    private static boolean isFolded(char c) {
        return c < 0x80 && (c < 'a' || c > 'z');
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
