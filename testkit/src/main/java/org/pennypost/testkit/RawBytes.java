package org.pennypost.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes written as text: UTF-8, with {@code \r}, {@code \n}, {@code \t}, {@code \0}, {@code \\} and {@code \xNN}; a character or escape
 * may be repeated as in {@code x{1000000}}, and a literal opening brace behind one is written {@code \x7b}.
 */
final class RawBytes {
    private static final int HEX = 16;
    private static final int BYTES_MAX = 64 << 20;

    private final String text;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int at;

    private RawBytes(String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException if an escape is none of these
     */
    static byte[] parse(String text) {
        RawBytes raw = new RawBytes(text);
        while (raw.at < text.length()) {
            raw.one();
        }
        return raw.out.toByteArray();
    }

    private void one() {
        byte[] bytes = text.charAt(at) == '\\' ? escape() : character();
        int times = repetition();
        if (times > (BYTES_MAX - out.size()) / bytes.length) {
            throw new IllegalArgumentException("more than " + BYTES_MAX + " bytes in one line: let a file carry them");
        }
        for (int i = 0; i < times; i++) {
            out.writeBytes(bytes);
        }
    }

    private byte[] character() {
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] escape() {
        if (at + 1 == text.length()) {
            throw new IllegalArgumentException("a backslash at the end: write \\\\ for one");
        }
        char kind = text.charAt(at + 1);
        at += 2;
        return new byte[] {
            switch (kind) {
                case 'r' -> '\r';
                case 'n' -> '\n';
                case 't' -> '\t';
                case '0' -> 0;
                case '\\' -> '\\';
                case 'x' -> hex();
                default ->
                    throw new IllegalArgumentException(
                            "there is no escape \\" + kind + ": use \\r \\n \\t \\0 \\\\ \\xNN");
            }
        };
    }

    private byte hex() {
        try {
            int value = Integer.parseInt(text.substring(at, at + 2), HEX);
            at += 2;
            return (byte) value;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("\\x takes two hexadecimal digits", e);
        }
    }

    private int repetition() {
        if (at == text.length() || text.charAt(at) != '{') {
            return 1;
        }
        int end = text.indexOf('}', at);
        if (end < 0 || !text.substring(at + 1, end).matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "a brace repeats what is before it, as in x{100}; write \\x7b for the brace itself");
        }
        int times = Integer.parseInt(text.substring(at + 1, end));
        at = end + 1;
        return times;
    }

    /** Spells bytes so that {@link #parse} gives them back: printable ASCII as it is, all else escaped. */
    static String spell(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length + 8);
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] & 0xFF;
            boolean edge = i == 0 || i == bytes.length - 1;
            switch (value) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case 0 -> text.append("\\0");
                case '\\' -> text.append("\\\\");
                default -> {
                    boolean plain = (value > ' ' && value < 0x7F && value != '{') || (value == ' ' && !edge);
                    text.append(plain ? Character.toString(value) : "\\x%02x".formatted(value));
                }
            }
        }
        return text.toString();
    }
}
