package org.pennypost.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.pennypost.mime.charset.Charsets;

/**
 * Decodes the encoded words of a text (RFC 2047 §6), with the malformations that are met.
 *
 * <p>Neighbouring words of one character set are decoded together, since many programs cut characters in two (RFC 2047 §5 forbids it). Each place in the
 * text is looked at a bounded number of times: a word has a longest length, beyond which it is none.
 */
final class WordDecoder {
    /** RFC 2047 §2 allows 75; programs write whole subjects into one word. */
    private static final int WORD_MAX = 2_000;

    private static final int LABEL_MAX = 80;
    /** Looking for a character set that there is none takes long. */
    private static final int LABELS_MAX = 100;

    private final String text;
    private final StringBuilder decoded;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final Map<String, Optional<Charset>> charsets = new HashMap<>();
    private Charset charset = StandardCharsets.UTF_8;
    private boolean open;

    private WordDecoder(String text) {
        this.text = text;
        this.decoded = new StringBuilder(text.length());
    }

    static String decode(String text) {
        return text.contains("=?") ? new WordDecoder(text).decode() : text;
    }

    /** Returns the index behind the encoded word that begins at an index, or 0. */
    static int endOfWord(String text, int from) {
        return word(text, from).map(Word::end).orElse(0);
    }

    private String decode() {
        int done = 0;
        int at = text.indexOf("=?");
        while (at >= 0) {
            Optional<Word> found = word(text, at);
            Optional<Charset> named = found.flatMap(word -> charset(text.substring(word.start + 2, word.label)));
            if (found.isEmpty() || named.isEmpty()) {
                at = text.indexOf("=?", at + 1);
                continue;
            }
            Word word = found.get();
            boolean neighbour = open && text.substring(done, at).isBlank();
            if (!neighbour || !charset.equals(named.get())) {
                flush();
                decoded.append(neighbour ? "" : text.substring(done, at));
                charset = named.get();
                open = true;
            }
            content(word);
            done = word.end;
            at = text.indexOf("=?", done);
        }
        flush();
        return decoded.append(text, done, text.length()).toString();
    }

    private void flush() {
        if (open) {
            decoded.append(octets.toString(charset));
            octets.reset();
            open = false;
        }
    }

    /** Where the pieces of a word are: {@code =?label*language?b?content?=}. */
    private record Word(int start, int label, boolean base64, int content, int contentEnd, int end) {}

    /** Lenient: white space and even a question mark in the content; a last word without its end ends at white space or with the text. */
    private static Optional<Word> word(String text, int from) {
        int most = Math.min(text.length(), from + LABEL_MAX);
        int at = from + 2;
        while (at < most && isLabel(text.charAt(at))) {
            at++;
        }
        int label = at;
        if (label == from + 2 || !text.startsWith("=?", from)) {
            return Optional.empty();
        }
        if (at < most && text.charAt(at) == '*') {
            while (at < most && text.charAt(at) != '?' && text.charAt(at) > ' ') {
                at++;
            }
        }
        if (at + 2 >= text.length() || text.charAt(at) != '?' || text.charAt(at + 2) != '?') {
            return Optional.empty();
        }
        int encoding = text.charAt(at + 1) | 0x20;
        if (encoding != 'b' && encoding != 'q') {
            return Optional.empty();
        }
        int content = at + 3;
        int last = Math.min(text.length(), content + WORD_MAX);
        int end = content;
        int firstSpace = -1;
        while (end < last && !(text.charAt(end) == '?' && end + 1 < text.length() && text.charAt(end + 1) == '=')) {
            if (text.charAt(end) <= ' ' && firstSpace < 0) {
                firstSpace = end;
            }
            if (text.startsWith("=?", end) && !text.startsWith("=?=", end)) {
                last = end;
                break;
            }
            end++;
        }
        if (end < last || (end == last && text.startsWith("?=", end))) {
            return Optional.of(new Word(from, label, encoding == 'b', content, end, end + 2));
        }
        int cut = firstSpace >= 0 ? firstSpace : last;
        if (cut == content || cut - content >= WORD_MAX) {
            return Optional.empty();
        }
        int contentEnd = text.charAt(cut - 1) == '?' ? cut - 1 : cut;
        return Optional.of(new Word(from, label, encoding == 'b', content, contentEnd, cut));
    }

    private static boolean isLabel(char c) {
        return c > ' ' && c < 0x7F && c != '?' && c != '*' && c != '=' && c != '"';
    }

    private Optional<Charset> charset(String label) {
        Optional<Charset> known = charsets.get(label);
        if (known == null) {
            known = charsets.size() < LABELS_MAX ? Charsets.named(label) : Optional.empty();
            if (charsets.size() < LABELS_MAX) {
                charsets.put(label, known);
            }
        }
        return known;
    }

    private void content(Word word) {
        if (word.base64) {
            base64(word);
        } else {
            quoted(word);
        }
    }

    private void quoted(Word word) {
        for (int i = word.content; i < word.contentEnd; i++) {
            char c = text.charAt(i);
            if (c == '=' && i + 2 < word.contentEnd && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c == '_') {
                octets.write(' ');
            } else if (c < 0x80) {
                octets.write(c);
            } else {
                int width = Character.charCount(text.codePointAt(i));
                raw(text.substring(i, i + width));
                i += width - 1;
            }
        }
    }

    /** A character that was not encoded: it stays what it is, where its character set has it. */
    private void raw(String character) {
        octets.writeBytes(character.getBytes(charset.canEncode() ? charset : StandardCharsets.UTF_8));
    }

    /** Lenient: what is not of the alphabet is skipped, padding may be missing or come in the middle. */
    private void base64(Word word) {
        int bits = 0;
        int count = 0;
        for (int i = word.content; i < word.contentEnd; i++) {
            char c = text.charAt(i);
            if (c == '=') {
                count = 0;
                bits = 0;
                continue;
            }
            int value = sextet(c);
            if (value < 0) {
                continue;
            }
            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8) {
                count -= 8;
                octets.write((bits >>> count) & 0xFF);
                bits &= (1 << count) - 1;
            }
        }
    }

    private static int sextet(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }
}
