package org.pennypost.names;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Internationalised domain names of 2008 (RFC 5890 to 5893), with the mapping that people expect when they type them (capitals, full width letters, other dots:
 * RFC 5895, and Unicode's UTS #46 without its transitional part).
 *
 * <p>Lenient: a name in ASCII is taken as it is, A-labels too: that one is registered which no registry should have taken is no reason to lose its mail.
 */
public final class Idna {
    private static final String PREFIX = "xn--";
    private static final int LABEL_MAX = 63;

    /** Written names may be longer than what they become, but not by much. */
    private static final int WRITTEN_MAX = 1_000;

    private Idna() {}

    /**
     * Returns a domain name with its labels as A-labels, in lower case.
     *
     * @param written a name in any script; a dot at its end stays
     * @return empty if a label that is not ASCII is no label of IDNA2008, or becomes too long
     */
    public static Optional<String> toAscii(String written) {
        if (isAscii(written)) {
            return Optional.of(written.toLowerCase(Locale.ROOT));
        }
        if (written.length() > WRITTEN_MAX) {
            return Optional.empty();
        }
        String mapped = mapped(written);
        boolean bidi = BidiRule.concerns(mapped);
        List<String> labels = new ArrayList<>();
        for (String label : mapped.split("\\.", -1)) {
            if (isAscii(label)) {
                Optional<String> unicode = bidi ? unicodeOf(label) : Optional.of(label);
                if (bidi && !label.isEmpty() && !unicode.map(BidiRule::isKeptBy).orElse(false)) {
                    return Optional.empty();
                }
                labels.add(label);
                continue;
            }
            Optional<String> ascii = isLabel(label, bidi) ? Punycode.encode(label) : Optional.empty();
            if (ascii.isEmpty() || PREFIX.length() + ascii.get().length() > LABEL_MAX) {
                return Optional.empty();
            }
            labels.add(PREFIX + ascii.get());
        }
        return Optional.of(String.join(".", labels));
    }

    /** Returns a domain name for a person to read: A-labels that are labels of IDNA2008 in their own script, all others as they are. */
    public static String toUnicode(String ascii) {
        if (!ascii.toLowerCase(Locale.ROOT).contains(PREFIX)) {
            return ascii;
        }
        List<String> labels = new ArrayList<>();
        for (String label : ascii.split("\\.", -1)) {
            labels.add(unicodeOf(label).orElse(label));
        }
        return String.join(".", labels);
    }

    private static Optional<String> unicodeOf(String label) {
        if (!label.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Optional.of(label);
        }
        String encoded = label.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        // RFC 5891 §5.4: what is shown must be what would be looked up.
        return Punycode.decode(encoded)
                .filter(unicode -> !isAscii(unicode)
                        && isLabel(unicode, BidiRule.concerns(unicode))
                        && Punycode.encode(unicode).equals(Optional.of(encoded)));
    }

    /** RFC 5895 §2. */
    private static String mapped(String written) {
        StringBuilder kept = new StringBuilder(written.length());
        written.codePoints().filter(c -> !vanishes(c)).forEach(kept::appendCodePoint);
        return CodePoints.nfkc(CodePoints.folded(CodePoints.nfkc(kept.toString())))
                .replace('\u3002', '.')
                .replace('\uFF61', '.');
    }

    /** What UTS #46 maps to nothing, and nobody sees. */
    private static boolean vanishes(int c) {
        return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
    }

    /** RFC 5891 §4.2 and §5.4, for a U-label. */
    private static boolean isLabel(String label, boolean bidi) {
        int[] points = label.codePoints().toArray();
        if (!Normalizer.isNormalized(label, Normalizer.Form.NFC)
                || label.startsWith("-")
                || label.endsWith("-")
                || label.startsWith("--", 2)
                || CodePoints.isMark(points[0])) {
            return false;
        }
        for (int i = 0; i < points.length; i++) {
            if (!CodePoints.isGood(CodePoints.idna(points[i]), points, i)) {
                return false;
            }
        }
        return !bidi || BidiRule.isKeptBy(label);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
