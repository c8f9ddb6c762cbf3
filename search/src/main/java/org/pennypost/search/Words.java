package org.pennypost.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Cuts texts into words for the loose search. A word is a run of letters, digits and their marks, in small letters and, in scripts where people leave them out,
 * without accents and points. Scripts that put no blanks between words ({@link #isPaired}) are cut into overlapping pairs of characters: that needs no
 * dictionary, and finds a word wherever it stands.
 */
final class Words {
    /** Longer runs are no words but keys, hashes and encoded octets. */
    static final int UNITS_MAX = 60;

    private Words() {}

    /** Gives the words of a text, in their order. */
    static void of(String text, Consumer<String> words) {
        int begin = -1;
        boolean paired = false;
        for (int i = 0; i < text.length(); ) {
            if (!paired) {
                int end = endOfPlain(text, i);
                if (end > i) {
                    begin = begin < 0 ? i : begin;
                    i = end;
                    continue;
                }
            }
            int c = text.codePointAt(i);
            boolean inside = isInside(c);
            boolean joins = begin >= 0 && (isMark(c) || isPaired(c) == paired);
            if (begin >= 0 && !(inside && joins)) {
                run(text.substring(begin, i), paired, words);
                begin = -1;
                paired = false;
            }
            if (inside && begin < 0) {
                begin = i;
                paired = isPaired(c);
            }
            i += Character.charCount(c);
        }
        if (begin >= 0) {
            run(text.substring(begin), paired, words);
        }
    }

    /** Where letters and digits of ASCII end that begin here. */
    private static int endOfPlain(String text, int from) {
        int end = from;
        while (end < text.length() && isPlain(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isInside(int c) {
        if (c < 0x80) {
            return isPlain(c);
        }
        return Character.isLetterOrDigit(c) || isMark(c);
    }

    private static boolean isMark(int c) {
        if (c < 0x300) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Whether words of the character's script follow each other without blanks. */
    static boolean isPaired(int c) {
        if (c < 0xe00) {
            return false;
        }
        return switch (UnicodeScript.of(c)) {
            case THAI, LAO, MYANMAR, KHMER, HAN, HIRAGANA, KATAKANA, YI -> true;
            // The long vowel mark is of both kana.
            default -> c == 0x30fc;
        };
    }

    private static void run(String run, boolean paired, Consumer<String> words) {
        if (!paired) {
            if (run.length() <= UNITS_MAX) {
                word(folded(run), words);
            }
            return;
        }
        String folded = folded(run);
        int second = folded.isEmpty() ? 0 : folded.offsetByCodePoints(0, 1);
        if (second == folded.length()) {
            word(folded, words);
            return;
        }
        for (int first = 0; second < folded.length(); ) {
            int end = folded.offsetByCodePoints(second, 1);
            word(folded.substring(first, end), words);
            first = second;
            second = end;
        }
    }

    private static void word(String word, Consumer<String> words) {
        if (!word.isEmpty()) {
            words.accept(word);
        }
    }

    private static String folded(String run) {
        int plain = 0;
        while (plain < run.length() && isFolded(run.charAt(plain))) {
            plain++;
        }
        if (plain == run.length()) {
            return run;
        }
        if (endOfPlain(run, plain) == run.length()) {
            return run.toLowerCase(Locale.ROOT);
        }
        String apart = Normalizer.normalize(run, Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(apart.length());
        boolean bare = false;
        boolean ascii = true;
        for (int i = 0; i < apart.length(); ) {
            int c = apart.codePointAt(i);
            i += Character.charCount(c);
            if (isMark(c)) {
                if (bare) {
                    continue;
                }
            } else {
                bare = isWrittenWithoutMarks(c);
            }
            if (c == 'ß' || c == 'ẞ') {
                folded.append("ss");
            } else {
                folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
            }
            ascii &= c < 0x80;
        }
        return ascii ? folded.toString() : Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static boolean isFolded(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean isWrittenWithoutMarks(int c) {
        return switch (UnicodeScript.of(c)) {
            case LATIN, GREEK, CYRILLIC, HEBREW, ARABIC -> true;
            default -> false;
        };
    }
}
