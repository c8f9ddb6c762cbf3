package org.pennypost.store;

import java.util.List;
import java.util.Optional;

/**
 * What a partition holds at one instant. Valid only inside the function that it was given to, and only for that function's
 * thread; engines may end a snapshot that is held longer than {@link Store#SNAPSHOT_MILLIS_MAX}.
 */
public interface Snapshot {
    /** The value at this key. */
    Optional<Versioned> get(Key key) throws StoreException;

    /** The counter at this key that {@link Batch#add} keeps; 0 where there is none. */
    long counter(Key key) throws StoreException;

    /**
     * The rows with {@code from <= key < to} in the keys' order, or from the last to the first where {@code reverse}.
     * Counters are rows too, eight bytes big-endian.
     *
     * @param limit the most rows to return, at least 1; for more, go on behind the last key
     */
    List<Entry> range(Key from, Key to, int limit, boolean reverse) throws StoreException;

    /**
     * The same, in the keys' order, for who walks over much: the next such walk is likely to be far away, so that engines need not keep what they read for it.
     */
    default List<Entry> walk(Key from, Key to, int limit) throws StoreException {
        return range(from, to, limit, false);
    }
}
