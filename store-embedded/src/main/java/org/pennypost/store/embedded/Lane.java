package org.pennypost.store.embedded;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.BlobId;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;
import org.pennypost.store.engine.Changes;
import org.pennypost.store.engine.Counter;
import org.pennypost.store.engine.KeyRange;
import org.pennypost.store.engine.LinkChange;

/**
 * The writers' side of one partition: its lock, and what commits on their way to the disk change over what the database holds.
 * Lives while someone plans or a commit is pending, and a while longer ({@link Lanes}).
 *
 * <p>How a work sees what is not durable: changed rows are kept in {@code changed} with the number of their commit, deleted
 * ranges in {@code erased}; both lie over RocksDB. The committer never takes the lock, since a work may hold it for long: it only
 * raises {@link #durable}, or {@link #generation} when commits failed, and the next planner tidies up. In between, the database
 * and the overlay both hold a commit's rows, which are the same. A commit that was planned upon a failed one carries an old
 * generation, by which the committer knows to fail it too.
 *
 * <p>The few rows that every work of a partition reads are kept in {@code recent}, beneath the overlay: only works change them,
 * and they do so through this lane.
 */
final class Lane {
    final Partition partition;
    final ReentrantLock lock = new ReentrantLock();

    /** How many plan or are pending. Guarded by the map of lanes. */
    int users;

    /** Grows when commits of this partition failed. Written by the committer alone, before it fails them. */
    volatile int generation;

    /** Why they failed; null while none has. Written before {@link #generation}. */
    volatile @Nullable StoreException fault;

    /** The number of the last durable commit. Written by the committer alone. */
    volatile long durable;

    private final Rocks rocks;
    private final NavigableMap<Key, Changed> changed = new TreeMap<>();
    private final List<Erased> erased = new ArrayList<>();
    private final ArrayDeque<Commit<?>> pending = new ArrayDeque<>();
    private final RecentRows recent = new RecentRows();
    private int overlayGeneration;

    private record Changed(Optional<Versioned> value, long commit) {}

    private record Erased(KeyRange range, long commit) {}

    Lane(Partition partition, Rocks rocks) {
        this.partition = partition;
        this.rocks = rocks;
    }

    /** Drops from the overlay what is durable or failed, and returns the generation to plan in. Under the lock. */
    int catchUp() {
        int now = generation;
        if (now != overlayGeneration) {
            changed.clear();
            erased.clear();
            pending.clear();
            recent.clear();
            overlayGeneration = now;
        }
        long upTo = durable;
        for (Commit<?> first = pending.peek(); first != null && first.number <= upTo; first = pending.peek()) {
            pending.remove();
            for (Key key : first.changes.rows().keySet()) {
                Changed over = changed.get(key);
                if (over != null && over.commit == first.number) {
                    changed.remove(key);
                }
            }
        }
        erased.removeIf(range -> range.commit <= upTo);
        return now;
    }

    /** Whether a commit is on its way that a work may have seen. Under the lock. */
    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Whether a commit on its way brings the blob. Under the lock. */
    boolean brings(BlobId blob) {
        return pending.stream()
                .flatMap(commit -> commit.changes.links().stream())
                .anyMatch(link ->
                        link instanceof LinkChange.LinkDraft && link.blob().equals(blob));
    }

    /** Lays the commit over what is there. Under the lock. */
    void add(Commit<?> commit) {
        pending.add(commit);
        Changes changes = commit.changes;
        for (KeyRange range : changes.erased()) {
            changed.subMap(range.from(), range.to()).clear();
            recent.erase(range);
            erased.add(new Erased(range, commit.number));
        }
        changes.rows().forEach((key, bytes) -> {
            Optional<Versioned> value = bytes.map(there -> new Versioned(there, commit.number));
            changed.put(key, new Changed(value, commit.number));
            recent.replace(key, value);
        });
    }

    /** Lets go of what is durable, when nobody plans and nothing is pending: only {@code recent} stays. */
    void rest() {
        if (lock.tryLock()) {
            try {
                catchUp();
            } finally {
                lock.unlock();
            }
        }
    }

    /** What a work sees; under the lock, until {@link View#end}. */
    View view() {
        return new View();
    }

    final class View implements Snapshot {
        private boolean ended;

        private View() {}

        void end() {
            ended = true;
        }

        @Override
        public Optional<Versioned> get(Key key) throws StoreException {
            ensureValid();
            Changed over = changed.get(key);
            if (over != null) {
                return over.value;
            }
            if (isErased(key)) {
                return Optional.empty();
            }
            return recent.find(
                    key,
                    () -> Optional.ofNullable(rocks.get(KeyFormat.row(partition, key)))
                            .map(KeyFormat::versioned));
        }

        @Override
        public long counter(Key key) throws StoreException {
            Optional<Versioned> value = get(key);
            return value.isPresent() ? Counter.of(key, value.get().bytes()) : 0;
        }

        @Override
        public List<Entry> range(Key from, Key to, int limit, boolean reverse) throws StoreException {
            ensureValid();
            RowList rows = new RowList(from, to, limit);
            if (from.compareTo(to) >= 0) {
                return rows.entries();
            }
            NavigableMap<Key, Changed> part = changed.subMap(from, true, to, false);
            Merge merge = new Merge(reverse ? part.descendingMap() : part, reverse, rows);
            rocks.entries(
                    null, KeyFormat.row(partition, from), KeyFormat.row(partition, to), reverse, true, merge::stored);
            merge.finish();
            return rows.entries();
        }

        private void ensureValid() {
            if (ended) {
                throw new IllegalStateException("the snapshot has ended with its function");
            }
        }
    }

    private boolean isErased(Key key) {
        return erased.stream().anyMatch(over -> over.range.contains(key));
    }

    /** Joins the rows of the database with those of the overlay, in the order of the range. */
    private final class Merge {
        private final Iterator<Map.Entry<Key, Changed>> over;
        private final boolean reverse;
        private final RowList rows;
        private Map.@Nullable Entry<Key, Changed> next;

        Merge(NavigableMap<Key, Changed> over, boolean reverse, RowList rows) {
            this.over = over.entrySet().iterator();
            this.reverse = reverse;
            this.rows = rows;
            advance();
        }

        boolean stored(Key key, Versioned value) {
            while (next != null) {
                int order =
                        reverse ? key.compareTo(next.getKey()) : next.getKey().compareTo(key);
                if (order > 0) {
                    break;
                }
                takeNext();
                if (order == 0) {
                    return !rows.isFull();
                }
                if (rows.isFull()) {
                    return false;
                }
            }
            if (!isErased(key)) {
                rows.add(key, value);
            }
            return !rows.isFull();
        }

        void finish() {
            while (next != null && !rows.isFull()) {
                takeNext();
            }
        }

        private void takeNext() {
            Map.Entry<Key, Changed> taken = next;
            if (taken != null) {
                taken.getValue().value.ifPresent(value -> rows.add(taken.getKey(), value));
            }
            advance();
        }

        private void advance() {
            next = over.hasNext() ? over.next() : null;
        }
    }
}
