package org.pennypost.names;

import java.lang.Character.UnicodeScript;

/**
 * The rules for code points that may stand between certain neighbours alone (RFC 5892 appendix A).
 *
 * <p>Deviation: of the joining types that A.1 asks for, Java tells none. The letters of Arabic are known here, so that the names of Persian and Urdu are right;
 * in other cursive scripts (Syriac, N'Ko, Mongolian) a zero width non-joiner is refused.
 */
final class Context {
    private static final int ARABIC_FIRST = 0x620;
    private static final int ARABIC_LAST = 0x6FF;

    private Context() {}

    /** Whether the code point at an index, one of those with a rule, may be where it is. */
    static boolean allows(int[] label, int at) {
        int before = at > 0 ? label[at - 1] : -1;
        int after = at + 1 < label.length ? label[at + 1] : -1;
        int c = label[at];
        if (c >= 0x660 && c <= 0x669) {
            return none(label, 0x6F0, 0x6F9);
        }
        if (c >= 0x6F0 && c <= 0x6F9) {
            return none(label, 0x660, 0x669);
        }
        return switch (c) {
            case 0x200C -> isVirama(before) || joinsAround(label, at);
            case 0x200D -> isVirama(before);
            case 0xB7 -> before == 'l' && after == 'l';
            case 0x375 -> isOf(after, UnicodeScript.GREEK);
            case 0x5F3, 0x5F4 -> isOf(before, UnicodeScript.HEBREW);
            case 0x30FB -> hasJapanese(label);
            default -> false;
        };
    }

    private static boolean none(int[] label, int from, int to) {
        for (int c : label) {
            if (c >= from && c <= to) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(int c, UnicodeScript script) {
        return c >= 0 && UnicodeScript.of(c) == script;
    }

    private static boolean hasJapanese(int[] label) {
        for (int c : label) {
            UnicodeScript script = UnicodeScript.of(c);
            boolean dot = c == 0x30FB;
            if (!dot
                    && (script == UnicodeScript.HIRAGANA
                            || script == UnicodeScript.KATAKANA
                            || script == UnicodeScript.HAN)) {
                return true;
            }
        }
        return false;
    }

    /** A.1: a letter that joins to the left before it, one that joins to the right behind it, and only marks between. */
    private static boolean joinsAround(int[] label, int at) {
        int before = at - 1;
        while (before >= 0 && CodePoints.isMark(label[before])) {
            before--;
        }
        int after = at + 1;
        while (after < label.length && CodePoints.isMark(label[after])) {
            after++;
        }
        return before >= 0
                && after < label.length
                && isArabicLetter(label[before])
                && isArabicLetter(label[after])
                && !joinsOnlyToTheRight(label[before]);
    }

    /** Hamza and the high hamza join to nothing. */
    private static boolean isArabicLetter(int c) {
        return c >= ARABIC_FIRST && c <= ARABIC_LAST && Character.isLetter(c) && c != 0x621 && c != 0x674;
    }

    /** Joining_Type R of the block Arabic. */
    private static boolean joinsOnlyToTheRight(int c) {
        return (c >= 0x622 && c <= 0x625)
                || c == 0x627
                || c == 0x629
                || (c >= 0x62F && c <= 0x632)
                || c == 0x648
                || (c >= 0x671 && c <= 0x673)
                || (c >= 0x675 && c <= 0x677)
                || (c >= 0x688 && c <= 0x699)
                || c == 0x6C0
                || (c >= 0x6C3 && c <= 0x6CB)
                || c == 0x6CD
                || c == 0x6CF
                || c == 0x6D2
                || c == 0x6D3
                || c == 0x6D5
                || c == 0x6EE
                || c == 0x6EF;
    }

    /** Canonical_Combining_Class 9. */
    private static boolean isVirama(int c) {
        return switch (c) {
            case 0x94D,
                    0x9CD,
                    0xA4D,
                    0xACD,
                    0xB4D,
                    0xBCD,
                    0xC4D,
                    0xCCD,
                    0xD3B,
                    0xD3C,
                    0xD4D,
                    0xDCA,
                    0xE3A,
                    0xEBA,
                    0xF84,
                    0x1039,
                    0x103A,
                    0x1714,
                    0x1715,
                    0x1734,
                    0x17D2,
                    0x1A60,
                    0x1B44,
                    0x1BAA,
                    0x1BAB,
                    0x1BF2,
                    0x1BF3,
                    0x2D7F,
                    0xA806,
                    0xA82C,
                    0xA8C4,
                    0xA953,
                    0xA9C0,
                    0xAAF6,
                    0xABED,
                    0x10A3F,
                    0x11046,
                    0x1107F,
                    0x110B9,
                    0x11133,
                    0x11134,
                    0x111C0,
                    0x11235,
                    0x112EA,
                    0x1134D,
                    0x11442,
                    0x114C2,
                    0x115BF,
                    0x1163F,
                    0x116B6,
                    0x1172B,
                    0x11839 -> true;
            default -> false;
        };
    }
}
