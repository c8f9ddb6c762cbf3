package org.pennypost.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A key inside a partition: 1 to {@value #BYTES_MAX} bytes, ordered as unsigned bytes. Immutable. Built part by part so that the
 * order of the parts' values is the order of the keys:
 *
 * <pre>{@code Key.of('e').u32(mailbox).u32(uid)}</pre>
 */
public final class Key implements Comparable<Key> {
    /** The longest key that every engine takes, in bytes. */
    public static final int BYTES_MAX = 512;

    private final byte[] bytes;

    private Key(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("a key has 1 to " + BYTES_MAX + " bytes, not " + bytes.length);
        }
        this.bytes = bytes;
    }

    /** The key that is one ASCII letter: what a partition's tables begin with. */
    public static Key of(char table) {
        return new Key(new byte[] {(byte) table});
    }

    /** The key with a copy of these bytes. */
    public static Key ofBytes(byte[] bytes) {
        return new Key(bytes.clone());
    }

    /** The key with a copy of {@code length} bytes from {@code offset}. */
    public static Key ofBytes(byte[] bytes, int offset, int length) {
        return new Key(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** This key with four bytes more, big-endian; {@code value} is 0 to 2^32 - 1. */
    public Key u32(long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException("not an unsigned 32-bit number: " + value);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 4);
        for (int i = 0; i < 4; i++) {
            longer[bytes.length + i] = (byte) (value >>> (24 - 8 * i));
        }
        return new Key(longer);
    }

    /** This key with eight bytes more, big-endian; {@code value} is not negative. */
    public Key u64(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a key's number is not negative: " + value);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 8);
        for (int i = 0; i < 8; i++) {
            longer[bytes.length + i] = (byte) (value >>> (56 - 8 * i));
        }
        return new Key(longer);
    }

    /** This key with the text's UTF-8 bytes behind it. Only the last part of a key may be text: it has no end mark. */
    public Key text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** This key with these bytes behind it. */
    public Key bytes(byte[] more) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, longer, bytes.length, more.length);
        return new Key(longer);
    }

    /**
     * The first key behind all that begin with this one: the open end of a range over a table.
     *
     * @throws IllegalStateException if this key is nothing but 0xff bytes
     */
    public Key afterPrefix() {
        int last = bytes.length - 1;
        while (last >= 0 && bytes[last] == (byte) 0xff) {
            last--;
        }
        if (last < 0) {
            throw new IllegalStateException("no key follows " + this);
        }
        byte[] next = Arrays.copyOf(bytes, last + 1);
        next[last]++;
        return new Key(next);
    }

    public int length() {
        return bytes.length;
    }

    /** The unsigned big-endian 32-bit number at {@code offset}. */
    public long u32At(int offset) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 8) | (bytes[offset + i] & 0xff);
        }
        return value;
    }

    /** The big-endian 64-bit number at {@code offset}. */
    public long u64At(int offset) {
        return (u32At(offset) << 32) | u32At(offset + 4);
    }

    /** The UTF-8 text from {@code offset} to the end. */
    public String textAt(int offset) {
        return new String(bytes, offset, bytes.length - offset, StandardCharsets.UTF_8);
    }

    /** Copies the bytes to {@code into}, which has room for {@link #length} of them from {@code offset}. */
    public void copyTo(byte[] into, int offset) {
        System.arraycopy(bytes, 0, into, offset, bytes.length);
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
