package org.pennypost.mime.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pennypost.mime.EncodedWords;

/**
 * One field of a header (RFC 5322 §2.2), a view into its bytes.
 *
 * <p>Immutable; nothing is decoded before it is asked for.
 */
public final class HeaderField {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int nameLength;
    private final long offset;

    /** The field is {@code bytes[from..to)}; it begins at {@code offset} in the source. */
    HeaderField(byte[] bytes, int from, int to, int nameLength, long offset) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.nameLength = nameLength;
        this.offset = offset;
    }

    /** Returns the name as written. */
    public String name() {
        return new String(bytes, from, nameLength, StandardCharsets.US_ASCII);
    }

    /** Returns the offset in the source of its first byte. */
    public long start() {
        return offset;
    }

    /** Returns the offset in the source behind its last line end. */
    public long end() {
        return offset + (to - from);
    }

    /** Returns the offset in the source behind its colon: what is from there to {@link #end} is the value as it is. */
    public long valueStart() {
        return offset + (valueFrom() - from);
    }

    /** Returns a copy of all its bytes: name, colon, value, line ends. */
    public byte[] raw() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /**
     * Returns the value: unfolded (RFC 5322 §2.2.3), not decoded, without white space at its ends. Its bytes are UTF-8 (RFC 6532), or if they cannot be,
     * Latin-1. It may hold control characters, NUL too, but no LF.
     */
    public String value() {
        return decode(bytes, valueFrom(), to).strip();
    }

    /**
     * Returns the value as a person reads it, for fields of free text such as Subject: encoded words are decoded (RFC 2047). It may hold control
     * characters, but no CR, LF or NUL. In structured fields encoded words must be decoded after parsing.
     */
    public String text() {
        return EncodedWords.decode(value());
    }

    /** Returns whether it has this name, in any case of letters. */
    public boolean isNamed(String wanted) {
        return isNamed(bytes, from, nameLength, wanted);
    }

    static boolean isNamed(byte[] bytes, int from, int nameLength, String wanted) {
        if (wanted.length() != nameLength) {
            return false;
        }
        for (int i = 0; i < nameLength; i++) {
            if (lower(bytes[from + i]) != lower(wanted.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
    }

    private int valueFrom() {
        int at = from + nameLength;
        while (bytes[at] != ':') {
            at++;
        }
        return at + 1;
    }

    /** Decodes some of a header, without its line ends. */
    static String decode(byte[] bytes, int from, int to) {
        byte[] unfolded = bytes;
        int start = from;
        int end = to;
        while (end > start && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        boolean ascii = true;
        int breaks = 0;
        for (int i = start; i < end; i++) {
            ascii &= bytes[i] >= 0;
            breaks += bytes[i] == '\n' ? 1 : 0;
        }
        if (breaks > 0) {
            unfolded = unfold(bytes, start, end);
            start = 0;
            end = unfolded.length;
        }
        return ascii
                ? new String(unfolded, start, end - start, StandardCharsets.ISO_8859_1)
                : decodeEightBit(unfolded, start, end);
    }

    private static byte[] unfold(byte[] bytes, int from, int to) {
        byte[] unfolded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            boolean lineEnd = bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < to && bytes[i + 1] == '\n');
            if (!lineEnd) {
                unfolded[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(unfolded, length);
    }

    private static String decodeEightBit(byte[] bytes, int from, int to) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
        } catch (CharacterCodingException _) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    /** Returns the field as a line for a person. */
    @Override
    public String toString() {
        return name() + ": " + value();
    }
}
