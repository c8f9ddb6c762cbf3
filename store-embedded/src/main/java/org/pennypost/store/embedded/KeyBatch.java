package org.pennypost.store.embedded;

import java.util.Arrays;

/**
 * Writes that RocksDB makes at once, in the form in which RocksDB itself keeps them: {@code new WriteBatch(bytes)} takes them in
 * one native call, where {@code put} and {@code delete} are one each. So every caller encodes its own part, and the committer only
 * joins the parts. The form is that of RocksDB's log files ({@code db/write_batch.cc}), which every version must read:
 *
 * <pre>
 * sequence(8) count(4), little-endian, then records:
 * 0x01 put          length key length value
 * 0x00 delete       length key
 * 0x0f delete range length from length to
 * </pre>
 *
 * with lengths as varints.
 */
final class KeyBatch {
    private static final int HEADER_BYTES = 12;
    private static final int COUNT_AT = 8;
    private static final byte DELETE = 0x00;
    private static final byte PUT = 0x01;
    private static final byte DELETE_RANGE = 0x0f;
    private static final int VARINT_BYTES_MAX = 5;

    private byte[] bytes;
    private int length = HEADER_BYTES;
    private int count;

    KeyBatch(int expectedBytes) {
        bytes = new byte[HEADER_BYTES + expectedBytes];
    }

    boolean isEmpty() {
        return count == 0;
    }

    int length() {
        return length;
    }

    void put(byte[] key, byte[] value) {
        begin(PUT, key.length + value.length);
        string(key);
        string(value);
    }

    void delete(byte[] key) {
        begin(DELETE, key.length);
        string(key);
    }

    void deleteRange(byte[] from, byte[] to) {
        begin(DELETE_RANGE, from.length + to.length);
        string(from);
        string(to);
    }

    void addAll(KeyBatch other) {
        int more = other.length - HEADER_BYTES;
        room(more);
        System.arraycopy(other.bytes, HEADER_BYTES, bytes, length, more);
        length += more;
        count += other.count;
    }

    /** What {@code new WriteBatch} takes. */
    byte[] toBytes() {
        byte[] exact = Arrays.copyOf(bytes, length);
        for (int i = 0; i < 4; i++) {
            exact[COUNT_AT + i] = (byte) (count >>> (8 * i));
        }
        return exact;
    }

    private void begin(byte kind, int stringBytes) {
        room(1 + 2 * VARINT_BYTES_MAX + stringBytes);
        bytes[length++] = kind;
        count++;
    }

    private void string(byte[] string) {
        int rest = string.length;
        while (rest >= 0x80) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        System.arraycopy(string, 0, bytes, length, string.length);
        length += string.length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
