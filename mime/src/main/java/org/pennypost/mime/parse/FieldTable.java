package org.pennypost.mime.parse;

import java.util.Arrays;

/**
 * Where the fields of all headers of a message begin: a number of 64 bits for each, the offset above ten bits for the length of its name. A field ends
 * where the next one begins.
 *
 * <p>Life cycle: filled by {@link TreeBuilder}, then never changed.
 */
final class FieldTable {
    private static final int NAME_BITS = 10;
    private static final int FIRST_ROOM = 32;

    private final ByteSource source;
    private long[] fields = new long[FIRST_ROOM];
    private int size;

    FieldTable(ByteSource source) {
        this.source = source;
    }

    ByteSource source() {
        return source;
    }

    int size() {
        return size;
    }

    void add(long start, int nameLength) {
        if (size == fields.length) {
            fields = Arrays.copyOf(fields, size * 2);
        }
        fields[size++] = (start << NAME_BITS) | nameLength;
    }

    long start(int index) {
        return fields[index] >>> NAME_BITS;
    }

    /** 0 for a line that is no field. */
    int nameLength(int index) {
        return (int) (fields[index] & ((1 << NAME_BITS) - 1));
    }
}
