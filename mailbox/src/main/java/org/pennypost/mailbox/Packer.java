package org.pennypost.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the records of the {@code *Format} classes: unsigned numbers in groups of seven bits, the lowest first, the top bit set
 * on all but the last byte; signed ones folded so that small magnitudes stay short; byte strings behind their length.
 */
final class Packer {
    private byte[] bytes;
    private int length;

    Packer(int sizeHint) {
        bytes = new byte[Math.max(16, sizeHint)];
    }

    Packer u8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Any 64 bits, shortest for small values that are not negative. */
    Packer number(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    Packer signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    Packer string(byte[] value) {
        return number(value.length).raw(value);
    }

    Packer text(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    Packer raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
