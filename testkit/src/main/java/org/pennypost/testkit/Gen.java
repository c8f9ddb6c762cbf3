package org.pennypost.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random values from a seed that is printed, so that a failure can be had again: {@code -Dseed=NUMBER}. Not thread-safe; a thread takes a
 * {@link #split} of its own.
 */
public final class Gen {
    private static final String ALGORITHM = "L64X128MixRandom";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    /** RFC 5322 §3.2.3. */
    private static final String ATEXT = LETTERS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~";

    private final long seed;
    private final RandomGenerator random;

    public Gen(long seed) {
        this.seed = seed;
        this.random = RandomGeneratorFactory.of(ALGORITHM).create(seed);
    }

    /** A generator whose seed is new, or that of {@code -Dseed}, and printed. */
    @SuppressWarnings("SystemOut") // a test's report
    public static Gen seeded(String what) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(what + ": again with -Dseed=" + seed);
        return new Gen(seed);
    }

    public long seed() {
        return seed;
    }

    /** A generator of its own for another thread; the same seed gives the same one. */
    public Gen split() {
        return new Gen(random.nextLong());
    }

    /** A number from {@code min} to {@code max}, both included. */
    public int number(int min, int max) {
        return random.nextInt(min, max + 1);
    }

    public long longNumber() {
        return random.nextLong();
    }

    /** True once in {@code times} on average. */
    public boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public <T> List<T> list(int min, int max, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = number(min, max); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }

    /** Any bytes. */
    public byte[] bytes(int min, int max) {
        byte[] bytes = new byte[number(min, max)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Bytes of which many are among {@code likely}: what a grammar's special characters are. */
    public byte[] bytes(int min, int max, String likely) {
        byte[] bytes = bytes(min, max);
        byte[] special = likely.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextBoolean()) {
                bytes[i] = special[random.nextInt(special.length)];
            }
        }
        return bytes;
    }

    /** A word of small letters. */
    public String word(int min, int max) {
        StringBuilder word = new StringBuilder();
        for (int i = number(min, max); i > 0; i--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    /** A mail address: a dot-string (RFC 5321 §4.1.2) at a domain under {@code test}. */
    public String address() {
        StringBuilder address = new StringBuilder();
        for (int i = number(1, 12); i > 0; i--) {
            address.append(ATEXT.charAt(random.nextInt(ATEXT.length())));
        }
        if (onceIn(3)) {
            address.append('.').append(word(1, 6));
        }
        return address + "@" + word(1, 10) + ".test";
    }

    /** The same elements in another order. */
    public <T> List<T> shuffled(List<T> elements) {
        List<T> shuffled = new ArrayList<>(elements);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Printable ASCII. */
    public String text(int min, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = number(min, max); i > 0; i--) {
            text.append((char) number(' ', '~'));
        }
        return text.toString();
    }
}
