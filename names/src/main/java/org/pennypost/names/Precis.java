package org.pennypost.names;

import java.text.Normalizer;
import java.util.Optional;

/**
 * User names and passwords in the form in which they are compared (RFC 8265), so that all keyboards write the same.
 *
 * <p>The classes of characters are those of PRECIS (RFC 8264 §4), derived from the Unicode of the running Java.
 */
public final class Precis {
    private Precis() {}

    /**
     * The profile UsernameCaseMapped (RFC 8265 §3.3): letters and digits of all scripts and the signs of ASCII, in small letters.
     *
     * @return empty if it is no such name
     */
    public static Optional<String> usernameCaseMapped(String written) {
        String name = caseMapped(written);
        int[] points = name.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            if (!isIdentifier(points, i)) {
                return Optional.empty();
            }
        }
        boolean good = points.length > 0 && (!BidiRule.concerns(name) || BidiRule.isKeptBy(name));
        return good ? Optional.of(name) : Optional.empty();
    }

    /** The mappings of {@link #usernameCaseMapped} alone: what a name that may be none is compared as. */
    public static String caseMapped(String written) {
        StringBuilder mapped = new StringBuilder(written.length());
        written.codePoints().forEach(c -> {
            String narrow = isOfOtherWidth(c) ? CodePoints.nfkc(Character.toString(c)) : Character.toString(c);
            narrow.codePoints().forEach(each -> mapped.appendCodePoint(Character.toLowerCase(each)));
        });
        return Normalizer.normalize(mapped, Normalizer.Form.NFC);
    }

    /**
     * The profile OpaqueString (RFC 8265 §4.2): everything but controls and what is no character, all spaces alike.
     *
     * @return empty if it is no such string
     */
    public static Optional<String> opaqueString(String written) {
        String text = opaque(written);
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            if (!isFreeform(points, i)) {
                return Optional.empty();
            }
        }
        return points.length > 0 ? Optional.of(text) : Optional.empty();
    }

    /** The mappings of {@link #opaqueString} alone. */
    public static String opaque(String written) {
        int[] mapped = written.codePoints()
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .toArray();
        return Normalizer.normalize(new String(mapped, 0, mapped.length), Normalizer.Form.NFC);
    }

    /** IdentifierClass (RFC 8264 §4.2). */
    private static boolean isIdentifier(int[] text, int at) {
        int c = text[at];
        Optional<CodePoints.Property> special =
                CodePoints.isJoinControl(c) ? Optional.of(CodePoints.Property.CONTEXT) : CodePoints.exception(c);
        if (special.isPresent()) {
            return CodePoints.isGood(special.get(), text, at);
        }
        if (c < 0x80) {
            return c > ' ' && c < 0x7F;
        }
        return isCharacter(c) && !CodePoints.hasCompatibility(c) && CodePoints.isLetterOrDigit(c);
    }

    /** FreeformClass (RFC 8264 §4.3): no more is refused than what is no text. */
    private static boolean isFreeform(int[] text, int at) {
        int c = text[at];
        Optional<CodePoints.Property> special =
                CodePoints.isJoinControl(c) ? Optional.of(CodePoints.Property.CONTEXT) : CodePoints.exception(c);
        if (special.isPresent()) {
            return CodePoints.isGood(special.get(), text, at);
        }
        return c == ' '
                || (isCharacter(c)
                        && Character.getType(c) != Character.LINE_SEPARATOR
                        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR);
    }

    private static boolean isCharacter(int c) {
        return switch (Character.getType(c)) {
            case Character.UNASSIGNED,
                    Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.FORMAT -> false;
            default -> c < 0x80 || !(CodePoints.isIgnorable(c) || CodePoints.isOldHangulJamo(c));
        };
    }

    /** Fullwidth and halfwidth forms. */
    private static boolean isOfOtherWidth(int c) {
        return c == 0x3000 || (c >= 0xFF01 && c <= 0xFFEE);
    }
}
