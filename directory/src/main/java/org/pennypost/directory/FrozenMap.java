package org.pennypost.directory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An immutable map of which a changed copy is cheap: one of {@value #SHELVES} small maps is copied, the others are shared. Read
 * without locks. A map of 100,000 entries copies about 400 of them for a change.
 */
final class FrozenMap<K, V> {
    private static final int SHELVES = 256;

    private final List<Map<K, V>> shelves;

    private FrozenMap(List<Map<K, V>> shelves) {
        this.shelves = shelves;
    }

    static <K, V> FrozenMap<K, V> of(Map<K, V> entries) {
        List<Map<K, V>> shelves = Stream.generate(() -> (Map<K, V>) new HashMap<K, V>())
                .limit(SHELVES)
                .toList();
        entries.forEach((key, value) -> shelves.get(shelf(key)).put(key, value));
        return new FrozenMap<>(shelves.stream().map(Map::copyOf).toList());
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(shelves.get(shelf(key)).get(key));
    }

    boolean contains(K key) {
        return shelves.get(shelf(key)).containsKey(key);
    }

    int size() {
        return shelves.stream().mapToInt(Map::size).sum();
    }

    Stream<V> values() {
        return shelves.stream().flatMap(shelf -> shelf.values().stream());
    }

    FrozenMap<K, V> with(K key, V value) {
        Map<K, V> shelf = new HashMap<>(shelves.get(shelf(key)));
        shelf.put(key, value);
        return replace(shelf(key), shelf);
    }

    FrozenMap<K, V> without(K key) {
        Map<K, V> shelf = new HashMap<>(shelves.get(shelf(key)));
        shelf.remove(key);
        return replace(shelf(key), shelf);
    }

    private FrozenMap<K, V> replace(int index, Map<K, V> shelf) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type cannot be made otherwise
        Map<K, V>[] copy = shelves.toArray(new Map[0]);
        copy[index] = Map.copyOf(shelf);
        return new FrozenMap<>(Arrays.asList(copy));
    }

    private static int shelf(Object key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & (SHELVES - 1);
    }
}
