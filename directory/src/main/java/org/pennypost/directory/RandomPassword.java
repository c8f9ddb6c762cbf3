package org.pennypost.directory;

import java.util.random.RandomGenerator;

/** Makes passwords that can be read out over the telephone: four groups of four from 32 characters, which is 80 bits. */
public final class RandomPassword {
    /** Small letters and digits without {@code l}, {@code o}, {@code 0} and {@code 1}. */
    static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    static final int GROUPS = 4;
    static final int GROUP_CHARACTERS = 4;

    private RandomPassword() {}

    /** A new password such as {@code k7mp-x3ha-9wtc-e5zn}; {@code random} must be hard to guess. */
    public static String make(RandomGenerator random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_CHARACTERS; i++) {
            if (i > 0 && i % GROUP_CHARACTERS == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
