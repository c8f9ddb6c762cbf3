package org.pennypost.mime;

import java.util.random.RandomGenerator;

/** Random text for identifiers and boundaries. */
final class Randomness {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS_PER_LETTER = 5;

    private Randomness() {}

    /** Returns lower-case letters and digits that carry at least so many random bits. */
    static String letters(RandomGenerator random, int bits) {
        StringBuilder letters = new StringBuilder();
        for (int have = 0; have < bits; have += BITS_PER_LETTER) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }
}
