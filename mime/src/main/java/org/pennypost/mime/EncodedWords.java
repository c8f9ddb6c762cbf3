package org.pennypost.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Text in other characters than ASCII inside header fields: the encoded words of RFC 2047.
 *
 * {@snippet :
 * String subject = EncodedWords.decode("=?utf-8?Q?Gr=C3=BC=C3=9Fe?= from =?iso-8859-1?Q?K=F6ln?="); // Grüße from Köln
 * }
 */
public final class EncodedWords {
    /** RFC 2047 §2. */
    private static final int WORD_MAX = 75;

    private static final String PREFIX_Q = "=?utf-8?Q?";
    private static final String PREFIX_B = "=?utf-8?B?";
    private static final String SUFFIX = "?=";
    /** The octets that every place allows plain in a Q word (RFC 2047 §5 rule 3). */
    private static final String PLAIN_IN_Q = "!*+-/";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private EncodedWords() {}

    /**
     * Encodes a text so that each word fits into the space it gets.
     *
     * @param text the text, not empty
     * @param firstWidth how many characters there are for the first word
     * @param width and for each other; both are cut to the 75 of RFC 2047 §2
     */
    static List<String> encode(String text, int firstWidth, int width) {
        int quoted = text.codePoints().map(EncodedWords::widthInQ).sum();
        int base64 = (text.getBytes(StandardCharsets.UTF_8).length + 2) / 3 * 4;
        boolean q = quoted <= base64;
        List<String> words = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        int octets = 0;
        int room = roomIn(firstWidth);
        for (int c : text.codePoints().toArray()) {
            int more = q ? widthInQ(c) : octetsOf(c);
            int after = q ? octets + more : (octets + more + 2) / 3 * 4;
            if (after > room && !chunk.isEmpty()) {
                words.add(word(chunk.toString(), q));
                chunk.setLength(0);
                octets = 0;
                room = roomIn(width);
            }
            chunk.appendCodePoint(c);
            octets += more;
        }
        words.add(word(chunk.toString(), q));
        return words;
    }

    private static int roomIn(int width) {
        return Math.min(width, WORD_MAX) - PREFIX_Q.length() - SUFFIX.length();
    }

    private static String word(String text, boolean q) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (!q) {
            return PREFIX_B + Base64.getEncoder().encodeToString(octets) + SUFFIX;
        }
        StringBuilder word = new StringBuilder(PREFIX_Q);
        for (byte octet : octets) {
            if (octet == ' ') {
                word.append('_');
            } else if (isPlainInQ(octet)) {
                word.append((char) octet);
            } else {
                word.append('=').append(HEX.toHexDigits(octet));
            }
        }
        return word.append(SUFFIX).toString();
    }

    private static boolean isPlainInQ(int c) {
        return Ascii.isAlphanumeric(c) || (c > 0 && PLAIN_IN_Q.indexOf(c) >= 0);
    }

    private static int widthInQ(int c) {
        return c == ' ' || isPlainInQ(c) ? 1 : 3 * octetsOf(c);
    }

    private static int octetsOf(int c) {
        if (c < 0x80) {
            return 1;
        }
        if (c < 0x800) {
            return 2;
        }
        return c < 0x10000 ? 3 : 4;
    }

    /**
     * Decodes what is encoded and leaves the rest. White space between two encoded words is dropped (RFC 2047 §6.2). What cannot be decoded stays
     * as it is. The result never holds CR, LF or NUL, whatever was encoded: they become spaces.
     *
     * <p>Lenient: a character split between two words of one charset is put together again (RFC 2047 §5 forbids the split, many programs do it); characters
     * that should have been encoded, white space and question marks in a word; base64 without padding; a last word without its end.
     *
     * @param text the text of an unfolded field
     */
    public static String decode(String text) {
        return WordDecoder.decode(text).replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    }
}
