package org.pennypost.store.engine;

import java.nio.ByteBuffer;
import org.pennypost.store.Key;

/** How a counter is kept as a value: eight bytes, big-endian, signed. */
public final class Counter {
    private Counter() {}

    public static byte[] toBytes(long count) {
        return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
    }

    /**
     * The count that the value of {@code key} stands for.
     *
     * @throws IllegalStateException if it is not a counter's value
     */
    public static long of(Key key, byte[] value) {
        if (value.length != Long.BYTES) {
            throw new IllegalStateException("key " + key + " is a value of " + value.length + " bytes, not a counter");
        }
        return ByteBuffer.wrap(value).getLong();
    }
}
