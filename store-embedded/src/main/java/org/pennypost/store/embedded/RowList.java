package org.pennypost.store.embedded;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Versioned;

/** Collects the rows of a range up to its limit. */
final class RowList {
    private final int limit;
    private final List<Entry> entries = new ArrayList<>();

    RowList(Key from, Key to, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "a range returns at least 1 row, not " + limit + ": from " + from + " to " + to);
        }
        this.limit = limit;
    }

    boolean isFull() {
        return entries.size() >= limit;
    }

    void add(Key key, Versioned value) {
        entries.add(new Entry(key, value));
    }

    List<Entry> entries() {
        return entries;
    }
}
