package org.pennypost.search;

import java.util.List;

/**
 * A word that is looked for, and how much others are like it: 1 the same, less one that differs in its ending alone, that begins with it, or that a slip of the
 * hand made of it. The same function decides of what the index holds and of what is not indexed yet.
 *
 * <p>No language is known. Endings are those by which the languages of Europe that are written in Latin letters inflect, taken off both words; that brings some together
 * which have nothing to do with each other, as every stemmer does.
 */
final class LooseWord {
    private static final double SAME_STEM = 0.9;
    private static final double BEGINNING = 0.5;
    private static final double BEGINNING_SHARE = 0.3;
    private static final double ONE_SLIP = 0.6;
    private static final double TWO_SLIPS = 0.35;
    private static final double ONE_CHARACTER = 0.7;

    private static final int STEM_MIN = 4;
    private static final int ONE_SLIP_FROM = 4;
    private static final int TWO_SLIPS_FROM = 8;
    private static final int BEGINNING_MIN = 3;

    /** Where a character is a syllable or more. */
    private static final int BEGINNING_MIN_OF_SYLLABLES = 2;

    private static final int SYLLABLES_FROM = 0x1100;

    private static final List<String> ENDINGS = List.of(
            "ings", "ing", "ied", "ies", "ier", "ers", "ern", "ed", "er", "es", "en", "em", "ly", "s", "e", "n", "y");

    private final String word;
    private final String stem;
    private final int slipsMax;
    private final boolean begins;
    private final boolean paired;

    /** @param word as {@link Words} gives it */
    LooseWord(String word) {
        this.word = word;
        int first = word.codePointAt(0);
        this.paired = Words.isPaired(first);
        boolean letters = word.codePoints().allMatch(Character::isLetter);
        this.stem = letters && !paired ? stem(word) : word;
        this.slipsMax =
                !letters || paired || word.length() < ONE_SLIP_FROM ? 0 : word.length() < TWO_SLIPS_FROM ? 1 : 2;
        int least = first < SYLLABLES_FROM ? BEGINNING_MIN : BEGINNING_MIN_OF_SYLLABLES;
        this.begins = paired ? word.codePointCount(0, word.length()) == 1 : word.length() >= least;
    }

    String word() {
        return word;
    }

    /** What all words begin with that are like it, but for slips: itself, if nothing else is. */
    String beginning() {
        return begins && !paired ? stem : word;
    }

    /** Whether words that begin as it does may be like it. */
    boolean begins() {
        return begins;
    }

    /** How many letters may be wrong, missing, too many, or in each other's place; 0 to 2. The first is right. */
    int slipsMax() {
        return slipsMax;
    }

    /** How much this word is like it: 0 to 1. */
    double likeness(String other) {
        if (other.equals(word)) {
            return 1;
        }
        double likeness = 0;
        if (begins && other.startsWith(word)) {
            likeness = paired ? ONE_CHARACTER : BEGINNING + BEGINNING_SHARE * word.length() / other.length();
        }
        if (paired) {
            return likeness;
        }
        if (begins && other.startsWith(stem) && stem(other).equals(stem)) {
            likeness = SAME_STEM;
        }
        if (likeness < ONE_SLIP && slipsMax > 0) {
            likeness = Math.max(likeness, slipped(other));
        }
        return likeness;
    }

    private double slipped(String other) {
        if (other.charAt(0) != word.charAt(0) || Math.abs(other.length() - word.length()) > slipsMax) {
            return 0;
        }
        return switch (slips(word, other, slipsMax)) {
            case 1 -> ONE_SLIP;
            case 2 -> slipsMax == 2 ? TWO_SLIPS : 0;
            default -> 0;
        };
    }

    /** A word without its ending, of {@value #STEM_MIN} letters at least, and with one of two like letters at the end of that. */
    private static String stem(String word) {
        String stem = word;
        for (String ending : ENDINGS) {
            if (word.length() - ending.length() >= STEM_MIN && word.endsWith(ending)) {
                stem = word.substring(0, word.length() - ending.length());
                break;
            }
        }
        int last = stem.length() - 1;
        return last >= STEM_MIN - 1 && stem.charAt(last) == stem.charAt(last - 1) ? stem.substring(0, last) : stem;
    }

    /** Letters that are wrong, missing, too many, or two that changed places; more than {@code max} is {@code max + 1}. */
    private static int slips(String one, String other, int max) {
        int[] before = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int slips = Math.min(last[j - 1] + (same ? 0 : 1), 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    slips = Math.min(slips, before[j - 2] + 1);
                }
                row[j] = slips;
                least = Math.min(least, slips);
            }
            if (least > max) {
                return max + 1;
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return Math.min(last[other.length()], max + 1);
    }
}
