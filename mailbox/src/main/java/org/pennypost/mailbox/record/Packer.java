package org.pennypost.mailbox.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the records of the {@code *Format} classes: unsigned numbers in groups of seven bits, the lowest first, the top bit set
 * on all but the last byte; signed ones folded so that small magnitudes stay short; byte strings behind their length.
 */
public final class Packer {
    private byte[] bytes;
    private int length;

    public Packer(int sizeHint) {
        bytes = new byte[Math.max(16, sizeHint)];
    }

    public Packer u8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Any 64 bits, shortest for small values that are not negative. */
    public Packer number(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    public Packer signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    /** All 64 bits, for values of which none is likelier than another. */
    public Packer u64(long value) {
        ensure(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    public Packer string(byte[] value) {
        return number(value.length).raw(value);
    }

    public Packer text(String value) {
        return text(value, 0);
    }

    /**
     * The octets of a text in UTF-8 behind their number.
     *
     * @param more added to that number
     */
    public Packer text(String value, int more) {
        int before = length;
        int characters = value.length();
        number((long) characters + more);
        ensure(characters);
        // Most are ASCII, and need no array of their own.
        for (int i = 0; i < characters; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                length = before;
                byte[] octets = value.getBytes(StandardCharsets.UTF_8);
                return number((long) octets.length + more).raw(octets);
            }
            bytes[length + i] = (byte) c;
        }
        length += characters;
        return this;
    }

    public Packer raw(byte[] value) {
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    public int length() {
        return length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /**
     * What was written, and what another one has written behind it.
     *
     * @param count how many octets of the other, from the first
     */
    public byte[] toBytes(Packer other, int count) {
        byte[] both = Arrays.copyOf(bytes, length + count);
        System.arraycopy(other.bytes, 0, both, length, count);
        return both;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
