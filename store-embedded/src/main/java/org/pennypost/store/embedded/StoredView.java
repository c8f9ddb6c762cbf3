package org.pennypost.store.embedded;

import java.util.List;
import java.util.Optional;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;
import org.pennypost.store.engine.Counter;

/** What a reader sees: the rows of one partition in one view of the database. */
final class StoredView implements Snapshot, AutoCloseable {
    private final Rocks rocks;
    private final Rocks.View view;
    private final Partition partition;
    private boolean ended;

    StoredView(Rocks rocks, Partition partition) throws StoreException {
        this.rocks = rocks;
        this.partition = partition;
        view = rocks.view();
    }

    @Override
    public Optional<Versioned> get(Key key) throws StoreException {
        ensureValid();
        return Optional.ofNullable(rocks.get(view, KeyFormat.row(partition, key)))
                .map(KeyFormat::versioned);
    }

    @Override
    public long counter(Key key) throws StoreException {
        Optional<Versioned> value = get(key);
        return value.isPresent() ? Counter.of(key, value.get().bytes()) : 0;
    }

    @Override
    public List<Entry> range(Key from, Key to, int limit, boolean reverse) throws StoreException {
        return range(from, to, limit, reverse, true);
    }

    @Override
    public List<Entry> walk(Key from, Key to, int limit) throws StoreException {
        return range(from, to, limit, false, false);
    }

    private List<Entry> range(Key from, Key to, int limit, boolean reverse, boolean kept) throws StoreException {
        ensureValid();
        RowList rows = new RowList(from, to, limit);
        if (from.compareTo(to) < 0) {
            byte[] first = KeyFormat.row(partition, from);
            byte[] end = KeyFormat.row(partition, to);
            rocks.entries(view, first, end, reverse, kept, (key, value) -> {
                rows.add(key, value);
                return !rows.isFull();
            });
        }
        return rows.entries();
    }

    @Override
    public void close() {
        ended = true;
        view.close();
    }

    private void ensureValid() {
        if (ended) {
            throw new IllegalStateException("the snapshot has ended with its function");
        }
    }
}
