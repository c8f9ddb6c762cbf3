package org.pennypost.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines on their way out, as bytes: a listing of 100,000 messages makes no String. Grows as needed. */
public final class LineBuffer {
    private static final int BYTES_AT_FIRST = 128;
    private static final int NUMBER_DIGITS_MAX = 20;

    private byte[] bytes = new byte[BYTES_AT_FIRST];
    private int length;

    /** An empty one. */
    public LineBuffer() {}

    /** Appends a number that is not negative. */
    public LineBuffer number(long number) {
        ensure(NUMBER_DIGITS_MAX);
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends a number in hexadecimal, without leading zeros. */
    public LineBuffer hex(long number) {
        ensure(NUMBER_DIGITS_MAX);
        int shift = number == 0 ? 0 : (63 - Long.numberOfLeadingZeros(number)) / 4 * 4;
        for (; shift >= 0; shift -= 4) {
            bytes[length++] = (byte) Character.forDigit((int) (number >>> shift) & 0xf, 16);
        }
        return this;
    }

    /** Appends one ASCII character. */
    public LineBuffer character(char c) {
        ensure(1);
        bytes[length++] = (byte) c;
        return this;
    }

    void crlf() {
        character('\r').character('\n');
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }

    /** What is in it, as text. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }
}
