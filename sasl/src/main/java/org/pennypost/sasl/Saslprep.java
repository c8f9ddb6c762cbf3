package org.pennypost.sasl;

import java.text.Normalizer;
import java.util.Optional;

/**
 * SASLprep (RFC 4013): names and passwords in the form in which SCRAM compares them.
 *
 * <p>Lenient: the RFC stands on Unicode 3.2, and here it is the Unicode of the running Java, so letters that have been added since are
 * letters.
 */
public final class Saslprep {
    private Saslprep() {}

    /** Prepares what is kept; empty if it holds what may not be kept, or nothing remains of it. */
    public static Optional<String> stored(String written) {
        return prepare(written).filter(text -> text.codePoints().allMatch(Character::isDefined));
    }

    /** Prepares what is compared with something that is kept, in which letters unknown here may occur. */
    public static Optional<String> query(String written) {
        return prepare(written);
    }

    private static Optional<String> prepare(String written) {
        if (!written.isEmpty() && written.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return Optional.of(written);
        }
        StringBuilder mapped = new StringBuilder(written.length());
        written.codePoints()
                .filter(c -> isSpace(c) || !vanishes(c))
                .forEach(c -> mapped.appendCodePoint(isSpace(c) ? ' ' : c));
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return normal.isEmpty() || normal.codePoints().anyMatch(Saslprep::isProhibited) || mixesDirections(normal)
                ? Optional.empty()
                : Optional.of(normal);
    }

    /** RFC 3454 table C.1.2. */
    private static boolean isSpace(int c) {
        return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x205F || c == 0x3000;
    }

    /** RFC 3454 table B.1. */
    private static boolean vanishes(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x1806
                || (c >= 0x180B && c <= 0x180D)
                || (c >= 0x200B && c <= 0x200D)
                || c == 0x2060
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF;
    }

    /** RFC 4013 §2.3: the tables C.2 to C.9 of RFC 3454. */
    private static boolean isProhibited(int c) {
        return Character.isISOControl(c)
                || isFurtherControl(c)
                || Character.getType(c) == Character.PRIVATE_USE
                || Character.getType(c) == Character.SURROGATE
                || (c & 0xFFFE) == 0xFFFE
                || (c >= 0xFDD0 && c <= 0xFDEF)
                || (c >= 0xFFF9 && c <= 0xFFFD)
                || (c >= 0x2FF0 && c <= 0x2FFB)
                || c == 0x340
                || c == 0x341
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || c == 0xE0001
                || (c >= 0xE0020 && c <= 0xE007F);
    }

    /** RFC 3454 table C.2.2, beyond what ISO calls so, and the deprecated ones of C.8 beside them. */
    private static boolean isFurtherControl(int c) {
        return c == 0x6DD
                || c == 0x70F
                || c == 0x180E
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x2060 && c <= 0x2063)
                || (c >= 0x206A && c <= 0x206F)
                || (c >= 0x1D173 && c <= 0x1D17A);
    }

    /** RFC 3454 §6: text from right to left begins and ends so, and holds none from left to right. */
    private static boolean mixesDirections(String text) {
        return text.codePoints().anyMatch(Saslprep::isRightToLeft)
                && (text.codePoints()
                                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                        || !isRightToLeft(text.codePointAt(0))
                        || !isRightToLeft(text.codePointBefore(text.length())));
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
