package org.pennypost.mailbox.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Looks for a word in octets as they are, in any case of letters, and at the same time for what would have to be decoded before it could be
 * seen there. Immutable, thread-safe.
 *
 * <p>How: eight octets at a time, in a {@code long}, are compared with a pair of the word's letters that is rare in texts; where the pair may
 * stand, the word is compared. A test that all eight differ is four operations, so that 400 MB take less than it takes to fetch them.
 * {@code String.indexOf} has faster code of the JDK's, but for one form of a letter, and needs a copy. A vector's sixteen or
 * thirty-two octets are an incubating interface.
 */
final class WordScan {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    /** With this bit, which makes small letters of capital ones, other characters too become one: the word is compared afterwards. */
    private static final int SMALL = 0x20;

    /** Eight pairs are in nine octets. */
    private static final int STEP_OCTETS = Long.BYTES + 1;

    /** Letters from those that are most in texts of Europe; what is not here is rarer. */
    private static final String USUAL = " ETAONRISDLHUCMPGFBYWVK0-.1,2";

    /** In capital letters; empty if it is only looked for what would have to be decoded. */
    private final byte[] word;

    /** Where in the word the pair is. */
    private final int pair;

    private final long first;
    private final long second;

    /** Zero where a word of one letter has no second one. */
    private final long secondMatters;

    /** @param word ASCII in capital letters, without white space; empty to look for what has to be decoded alone */
    WordScan(String word) {
        this.word = word.getBytes(StandardCharsets.US_ASCII);
        this.pair = rarestPair(word);
        // Nothing is 0 with the bit of small letters, so that nothing is like an empty word.
        this.first = word.isEmpty() ? 0 : (word.charAt(pair) | SMALL) * EACH;
        this.secondMatters = word.length() > 1 ? -1 : 0;
        this.second = word.length() > 1 ? (word.charAt(pair + 1) | SMALL) * EACH : 0;
    }

    private static int rarestPair(String word) {
        int rarest = 0;
        int most = -1;
        for (int i = 0; i + 1 < word.length(); i++) {
            int rareness = rareness(word.charAt(i)) + rareness(word.charAt(i + 1));
            if (rareness > most) {
                most = rareness;
                rarest = i;
            }
        }
        return rarest;
    }

    private static int rareness(char c) {
        int place = USUAL.indexOf(c);
        return place < 0 ? USUAL.length() : place;
    }

    /**
     * Whether the word is surely not there: nor is it, nor octets above 127, the beginning of an encoded word ({@code =?}), or control characters but those from 8 to 15,
     * tabs and line ends among them: these are in texts as they are, or blanks.
     */
    boolean isSurelyNotIn(byte[] octets, int from, int to) {
        long all = 0;
        int at = from;
        for (; at + STEP_OCTETS <= to; at += Long.BYTES) {
            long here = (long) LONGS.get(octets, at);
            long next = (long) LONGS.get(octets, at + 1);
            long unlikePair = ((here | SMALL * EACH) ^ first) | (((next | SMALL * EACH) ^ second) & secondMatters);
            long unlikeEncoded = (here ^ '=' * EACH) | (next ^ '?' * EACH);
            long control = ~(here + 0x60 * EACH) & ((here ^ 0x08 * EACH) + 0x78 * EACH);
            all |= here;
            if (((zeros(unlikePair) | zeros(unlikeEncoded) | control) & HIGHEST_BITS) != 0
                    && !isNothingIn(octets, at, at + Long.BYTES, from, to)) {
                return false;
            }
        }
        return (all & HIGHEST_BITS) == 0 && isNothingIn(octets, at, to, from, to);
    }

    /** The highest bit of each octet that is zero is one; it may be of one above such an octet too. */
    private static long zeros(long octets) {
        return (octets - EACH) & ~octets;
    }

    /** The same for what begins at some of these places. */
    private boolean isNothingIn(byte[] octets, int first, int behind, int from, int to) {
        for (int i = first; i < behind; i++) {
            if (!isPlain(octets, i, to) || isWord(octets, i - pair, from, to)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(byte[] octets, int at, int to) {
        byte b = octets[at];
        return b == '=' ? at + 1 == to || octets[at + 1] != '?' : b >= ' ' || (b & 0xf8) == 0x08;
    }

    private boolean isWord(byte[] octets, int start, int from, int to) {
        if (word.length == 0 || start < from || start + word.length > to) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (upper(octets[start + i]) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static int upper(byte b) {
        return b >= 'a' && b <= 'z' ? b - 0x20 : b;
    }
}
