package org.pennypost.names;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The properties of code points from which IDNA (RFC 5892) and PRECIS (RFC 8265) derive what may stand in a name, computed from the Unicode of the running
 * Java. What Java does not tell, Default_Ignorable_Code_Point and the viramas, is listed here.
 */
final class CodePoints {
    private CodePoints() {}

    /** What a code point may be in a label or an identifier (RFC 5892 §3). */
    enum Property {
        VALID,
        /** Between certain neighbours alone: see {@link Context}. */
        CONTEXT,
        DISALLOWED
    }

    /** The derived property of IDNA: the algorithm of RFC 5892 §3. */
    static Property idna(int c) {
        Optional<Property> exception = exception(c);
        if (exception.isPresent()) {
            return exception.get();
        }
        if (Character.getType(c) == Character.UNASSIGNED) {
            return Property.DISALLOWED;
        }
        if (c < 0x80) {
            return isLdh(c) ? Property.VALID : Property.DISALLOWED;
        }
        if (isJoinControl(c)) {
            return Property.CONTEXT;
        }
        boolean refused = isUnstable(c) || isIgnorable(c) || isInIgnorableBlock(c) || isOldHangulJamo(c);
        return !refused && isLetterOrDigit(c) ? Property.VALID : Property.DISALLOWED;
    }

    /** What RFC 5892 §2.6 says of single code points, whatever their properties are. */
    static Optional<Property> exception(int c) {
        if ((c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9)) {
            return Optional.of(Property.CONTEXT);
        }
        return switch (c) {
            case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007 -> Optional.of(Property.VALID);
            case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB -> Optional.of(Property.CONTEXT);
            case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B ->
                Optional.of(Property.DISALLOWED);
            default -> Optional.empty();
        };
    }

    /** Whether the code point at an index, which has this property, may be where it is. */
    static boolean isGood(Property property, int[] text, int at) {
        return switch (property) {
            case VALID -> true;
            case CONTEXT -> Context.allows(text, at);
            case DISALLOWED -> false;
        };
    }

    /** Letters, digits, hyphen. */
    static boolean isLdh(int c) {
        return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }

    static boolean isJoinControl(int c) {
        return c == 0x200C || c == 0x200D;
    }

    /** LetterDigits of RFC 5892 §2.1. */
    static boolean isLetterOrDigit(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.UPPERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    /** RFC 5892 §2.2: another form means the same. */
    private static boolean isUnstable(int c) {
        String self = Character.toString(c);
        return !self.equals(nfkc(folded(nfkc(self))));
    }

    static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /**
     * Full case folding, by way of capitals, as Java has no other. The letters whose capital is that of another letter stay themselves: sharp s and final
     * sigma, which IDNA2008 allows (RFC 5894 §7.2), and dotless i.
     */
    static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == 0xDF || c == 0x3C2 || c == 0x131) {
                folded.appendCodePoint(c);
            } else if (c == 0x1E9E) {
                folded.append('\u00DF');
            } else if (c == 0x130) {
                folded.append("i\u0307");
            } else {
                String capitals = Character.toString(c).toUpperCase(Locale.ROOT);
                capitals.codePoints().forEach(each -> folded.appendCodePoint(Character.toLowerCase(each)));
            }
        });
        return folded.toString();
    }

    /** RFC 5892 §2.3: Default_Ignorable_Code_Point, White_Space, Noncharacter_Code_Point. */
    static boolean isIgnorable(int c) {
        return isDefaultIgnorable(c)
                || (c & 0xFFFE) == 0xFFFE
                || (c >= 0xFDD0 && c <= 0xFDEF)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c);
    }

    private static boolean isDefaultIgnorable(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x61C
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F)
                || (c >= 0x200B && c <= 0x200F)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2060 && c <= 0x206F)
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF
                || c == 0xFFA0
                || (c >= 0xFFF0 && c <= 0xFFF8)
                || (c >= 0x1BCA0 && c <= 0x1BCA3)
                || (c >= 0x1D173 && c <= 0x1D17A)
                || (c >= 0xE0000 && c <= 0xE0FFF);
    }

    /** RFC 5892 §2.4. */
    private static boolean isInIgnorableBlock(int c) {
        return (c >= 0x20D0 && c <= 0x20FF) || (c >= 0x1D100 && c <= 0x1D1FF) || (c >= 0x1D200 && c <= 0x1D24F);
    }

    /** RFC 5892 §2.9: Hangul_Syllable_Type L, V or T. */
    static boolean isOldHangulJamo(int c) {
        return (c >= 0x1100 && c <= 0x11FF)
                || (c >= 0xA960 && c <= 0xA97C)
                || (c >= 0xD7B0 && c <= 0xD7C6)
                || (c >= 0xD7CB && c <= 0xD7FB);
    }

    /** Whether compatibility has another form for it: HasCompat of PRECIS. */
    static boolean hasCompatibility(int c) {
        String self = Character.toString(c);
        return !self.equals(nfkc(self));
    }
}
