package org.pennypost.store.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pennypost.store.Key;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;
import org.pennypost.store.engine.KeyRange;

/**
 * The small rows that works of one partition read last, and keys where they found none: at most {@value #ROWS_MAX}, of at most
 * {@value #BYTES_MAX} bytes each. Owned by its lane, under the lane's lock.
 *
 * <p>A row that a work changes is replaced as soon as its commit is on its way. Should that fail, the lane clears all of them.
 */
final class RecentRows {
    private static final int ROWS_MAX = 16;
    private static final int BYTES_MAX = 1 << 10;

    private final Map<Key, Optional<Versioned>> rows = new LinkedHashMap<>(2 * ROWS_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Optional<Versioned>> eldest) {
            return size() > ROWS_MAX;
        }
    };

    /** Where a row is that is not known here. */
    @FunctionalInterface
    interface Source {
        Optional<Versioned> get() throws StoreException;
    }

    Optional<Versioned> find(Key key, Source source) throws StoreException {
        Optional<Versioned> known = rows.get(key);
        if (known != null) {
            return known;
        }
        Optional<Versioned> found = source.get();
        keep(key, found);
        return found;
    }

    private void keep(Key key, Optional<Versioned> row) {
        if (row.isEmpty() || row.get().bytes().length <= BYTES_MAX) {
            rows.put(key, row);
        } else {
            rows.remove(key);
        }
    }

    /** A work gave the key another row, or took it away. */
    void replace(Key key, Optional<Versioned> row) {
        if (rows.containsKey(key)) {
            keep(key, row);
        }
    }

    void erase(KeyRange range) {
        rows.keySet().removeIf(range::contains);
    }

    void clear() {
        rows.clear();
    }
}
