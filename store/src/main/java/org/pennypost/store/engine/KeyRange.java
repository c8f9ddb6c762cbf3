package org.pennypost.store.engine;

import org.pennypost.store.Key;

/** The keys with {@code from <= key < to}; never empty. */
public record KeyRange(Key from, Key to) {
    public KeyRange {
        if (from.compareTo(to) >= 0) {
            throw new IllegalArgumentException("a range from " + from + " to " + to + " holds no key");
        }
    }

    public boolean contains(Key key) {
        return from.compareTo(key) <= 0 && key.compareTo(to) < 0;
    }
}
