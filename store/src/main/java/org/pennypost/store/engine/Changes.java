package org.pennypost.store.engine;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.pennypost.store.Key;

/**
 * A batch in normal form: erase the ranges first, then write the rows; at most one change per key and one per link.
 *
 * @param erased ranges that lose all their keys
 * @param rows the new value of each key; empty deletes the key
 * @param links at most one change for each blob and owner
 */
public record Changes(List<KeyRange> erased, NavigableMap<Key, Optional<byte[]>> rows, Collection<LinkChange> links) {
    /** Nothing to write. */
    public boolean isEmpty() {
        return erased.isEmpty() && rows.isEmpty() && links.isEmpty();
    }
}
