package org.pennypost.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text in other characters than ASCII inside header fields: the encoded words of RFC 2047. */
public final class EncodedWords {
    /** RFC 2047 §2. */
    private static final int WORD_MAX = 75;

    private static final String PREFIX_Q = "=?utf-8?Q?";
    private static final String PREFIX_B = "=?utf-8?B?";
    private static final String SUFFIX = "?=";
    /** The octets that every place allows plain in a Q word (RFC 2047 §5 rule 3). */
    private static final String PLAIN_IN_Q = "!*+-/";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    /** RFC 2047 §2 with the language of RFC 2231 §5. Lenient: spaces inside the text, which §2 forbids and many programs write. */
    private static final Pattern WORD =
            Pattern.compile("=\\?([^?*\\s]{1,40})(?:\\*[^?\\s]{0,40})?\\?([bBqQ])\\?([^?]*+)\\?=");

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
     * <p>Lenient: a character split between two words of one charset and encoding is put together again (RFC 2047 §5 forbids the split, many
     * programs do it).
     *
     * @param text the text of an unfolded field
     */
    public static String decode(String text) {
        Matcher matcher = WORD.matcher(text);
        StringBuilder decoded = new StringBuilder();
        Optional<Run> open = Optional.empty();
        int done = 0;
        while (matcher.find()) {
            Optional<byte[]> octets = octetsOf(matcher.group(2), matcher.group(3));
            Optional<Charset> charset = charset(matcher.group(1));
            if (octets.isEmpty() || charset.isEmpty()) {
                continue;
            }
            String between = text.substring(done, matcher.start());
            Charset named = charset.get();
            if (open.isEmpty() || !between.isBlank()) {
                open.ifPresent(run -> run.endInto(decoded));
                decoded.append(between);
                open = Optional.of(new Run(named));
            } else if (!open.get().charset.equals(named)) {
                open.get().endInto(decoded);
                open = Optional.of(new Run(named));
            }
            open.get().octets.writeBytes(octets.get());
            done = matcher.end();
        }
        open.ifPresent(run -> run.endInto(decoded));
        decoded.append(text, done, text.length());
        return decoded.toString().replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> octetsOf(String encoding, String text) {
        if (encoding.toUpperCase(Locale.ROOT).equals("B")) {
            try {
                return Optional.of(Base64.getMimeDecoder().decode(text));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' && i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c == '_') {
                octets.write(' ');
            } else {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return Optional.of(octets.toByteArray());
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }

    /** Neighbouring encoded words of one charset, decoded together. */
    private static final class Run {
        private final Charset charset;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Run(Charset charset) {
            this.charset = charset;
        }

        void endInto(StringBuilder decoded) {
            decoded.append(octets.toString(charset));
        }
    }
}
