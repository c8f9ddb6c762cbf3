package org.pennypost.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped word was meant to be. */
public final class NearestWord {
    /** A word is suggested when at most one letter in this many is wrong. */
    private static final int LETTERS_PER_MISTAKE = 3;

    private NearestWord() {}

    /** Returns the word that is nearest to what was typed, if one is near. */
    public static Optional<String> to(String typed, Collection<String> words) {
        return words.stream()
                .filter(word -> distance(typed, word) <= Math.max(1, word.length() / LETTERS_PER_MISTAKE))
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    /** The Levenshtein distance: the fewest letters to insert, delete or replace. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
