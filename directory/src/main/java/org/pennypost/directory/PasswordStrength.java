package org.pennypost.directory;

import java.util.Locale;
import java.util.Set;

/**
 * How hard a password is to guess for somebody who tries known words, names, years, rows of keys and repetitions before anything else: the
 * number of bits of the cheapest way to put it together of such pieces and of single characters. An estimate, on the careful side.
 */
final class PasswordStrength {
    /**
     * What a new password has at least: four thousand million tries, where a guesser at the login gets a hundred thousand in a year
     * ({@link LoginThrottle}).
     */
    static final double BITS_MIN = 32;

    /** More of a password are not looked at: they make it no weaker. */
    private static final int CHARACTERS_MAX = 100;

    private static final int WORD_CHARACTERS_MIN = 3;
    private static final int WORD_CHARACTERS_MAX = 20;
    private static final int YEAR_FIRST = 1900;
    private static final int YEAR_LAST = 2049;

    private static final double BITS_OF_WORD = 12;
    private static final double BITS_OF_NAME = 2;
    private static final double BITS_OF_YEAR = 7;
    private static final double BITS_OF_RUN = 5;
    private static final double BITS_OF_CHANGE = 1;
    private static final double BITS_OF_LETTER = 4.7;

    /** Of a letter behind another of the same case: together they may be a word that no list has. */
    private static final double BITS_OF_NEXT_LETTER = 3;

    private static final double BITS_OF_DIGIT = 3.3;
    private static final double BITS_OF_MARK = 5;
    private static final double BITS_OF_OTHER = 7;

    /** From here on a script has thousands of characters, which are words of their own. */
    private static final char EAST_ASIA = '\u2e80';

    private static final String[] ROWS = {
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890",
        "qwertyuiop",
        "qwertzuiop",
        "azertyuiop",
        "asdfghjkl",
        "qsdfghjklm",
        "zxcvbnm",
        "yxcvbnm",
        "!@#$%^&*()",
        "1qaz2wsx3edc4rfv5tgb",
        "1q2w3e4r5t6y7u8i9o0p",
        "q1w2e3r4t5y6u7i8o9p0"
    };

    private final KnownPasswords known;
    private final Set<String> names;

    /** @param account whose parts are known to everybody */
    PasswordStrength(KnownPasswords known, AccountName account) {
        this.known = known;
        this.names = KnownPasswords.names(account);
    }

    /** @param password in the form of {@link Password} */
    double bits(String password) {
        String looked = password.substring(0, Math.min(password.length(), CHARACTERS_MAX));
        double straight = cheapest(looked);
        int period = period(looked);
        return period == looked.length()
                ? straight
                : Math.min(straight, cheapest(looked.substring(0, period)) + log2(looked.length() / period));
    }

    /** The length of the shortest piece of which the text is so many copies. */
    private static int period(String text) {
        for (int length = 1; length <= text.length() / 2; length++) {
            if (text.length() % length == 0
                    && text.substring(0, length).repeat(text.length() / length).equals(text)) {
                return length;
            }
        }
        return text.length();
    }

    private double cheapest(String text) {
        double[] bits = new double[text.length() + 1];
        for (int end = 1; end <= text.length(); end++) {
            bits[end] = bits[end - 1] + single(text, end - 1);
            int earliest = Math.max(0, end - WORD_CHARACTERS_MAX);
            for (int begin = end - WORD_CHARACTERS_MIN; begin >= earliest; begin--) {
                bits[end] = Math.min(bits[end], bits[begin] + piece(text.substring(begin, end)));
            }
        }
        return bits[text.length()];
    }

    private static double single(String text, int at) {
        char c = text.charAt(at);
        if (c >= '0' && c <= '9') {
            return BITS_OF_DIGIT;
        }
        if (Character.isLetter(c) && c < EAST_ASIA) {
            boolean upper = Character.isUpperCase(c);
            boolean follows = at > 0
                    && Character.isLetter(text.charAt(at - 1))
                    && Character.isUpperCase(text.charAt(at - 1)) == upper;
            return follows ? BITS_OF_NEXT_LETTER : BITS_OF_LETTER + (upper ? BITS_OF_CHANGE : 0);
        }
        return c >= ' ' && c < 0x7F ? BITS_OF_MARK : BITS_OF_OTHER;
    }

    private double piece(String piece) {
        String lower = piece.toLowerCase(Locale.ROOT);
        double bits = piece.equals(lower) ? 0 : BITS_OF_CHANGE;
        if (isRun(lower) || isOneCharacter(lower)) {
            return bits + BITS_OF_RUN + log2(lower.length());
        }
        if (isYear(lower)) {
            return BITS_OF_YEAR;
        }
        if (names.contains(lower)) {
            return bits + BITS_OF_NAME;
        }
        if (known.isWord(lower)) {
            return bits + BITS_OF_WORD;
        }
        String plain = withoutDisguise(lower);
        if (plain.equals(lower)) {
            return Double.POSITIVE_INFINITY;
        }
        double disguised = bits + BITS_OF_CHANGE;
        if (names.contains(plain)) {
            return disguised + BITS_OF_NAME;
        }
        return known.isWord(plain) ? disguised + BITS_OF_WORD : Double.POSITIVE_INFINITY;
    }

    private static boolean isRun(String piece) {
        String backward = new StringBuilder(piece).reverse().toString();
        for (String row : ROWS) {
            if (row.contains(piece) || row.contains(backward)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneCharacter(String piece) {
        return piece.chars().allMatch(c -> c == piece.charAt(0));
    }

    private static boolean isYear(String piece) {
        return piece.length() == 4
                && piece.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(piece) >= YEAR_FIRST
                && Integer.parseInt(piece) <= YEAR_LAST;
    }

    /** Digits and marks that stand for letters, as in {@code P@ssw0rd}. */
    private static String withoutDisguise(String word) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            plain.append(
                    switch (word.charAt(i)) {
                        case '@', '4' -> 'a';
                        case '3' -> 'e';
                        case '1', '!' -> 'i';
                        case '0' -> 'o';
                        case '5', '$' -> 's';
                        case '7' -> 't';
                        default -> word.charAt(i);
                    });
        }
        return plain.toString();
    }

    private static double log2(int number) {
        return Math.log(number) / Math.log(2);
    }
}
