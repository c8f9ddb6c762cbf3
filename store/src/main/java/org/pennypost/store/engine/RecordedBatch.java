package org.pennypost.store.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Batch;
import org.pennypost.store.BatchTooLarge;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * Records what a work asks for, refuses what is over a limit, and folds it into {@link Changes}. Owned by one thread.
 *
 * <p>Life: filled by the work, then {@link #resolve} once.
 */
public final class RecordedBatch implements Batch {
    /** What a link costs of the batch's bytes beside its owner: the blob's name and the partition. */
    private static final int LINK_BYTES = BlobId.BYTES + Long.BYTES;

    private sealed interface Change {
        @SuppressWarnings("ArrayRecordComponent") // the caller's value, handed through; never compared
        record Put(byte[] value) implements Change {}

        record Delete() implements Change {}

        /** {@code fromZero} where this batch deleted the counter before. */
        record Add(long delta, boolean fromZero) implements Change {}
    }

    private record LinkName(BlobId blob, Key owner) {}

    private record Check(Key key, long version) {}

    private final List<KeyRange> erased = new ArrayList<>();
    private final TreeMap<Key, Change> changes = new TreeMap<>();
    private final Map<LinkName, LinkChange> links = new LinkedHashMap<>();
    private final List<Check> checks = new ArrayList<>();
    private long sizeBytes;

    public RecordedBatch() {}

    @Override
    public void put(Key key, byte[] value) {
        if (value.length > Store.VALUE_BYTES_MAX) {
            throw new IllegalArgumentException("the value of key " + key + " has " + value.length
                    + " bytes; a value has at most " + Store.VALUE_BYTES_MAX);
        }
        if (changes.get(key) instanceof Change.Add) {
            throw new IllegalStateException("key " + key + " is a counter, not a value");
        }
        count(key.length() + value.length);
        changes.put(key, new Change.Put(value));
    }

    @Override
    public void delete(Key key) {
        count(key.length());
        changes.put(key, new Change.Delete());
    }

    @Override
    public void deleteRange(Key from, Key to) {
        count(from.length() + to.length());
        if (from.compareTo(to) < 0) {
            changes.subMap(from, to).clear();
            erased.add(new KeyRange(from, to));
        }
    }

    @Override
    public void add(Key key, long delta) {
        count(key.length() + Long.BYTES);
        @Nullable Change before = changes.get(key);
        Change.Add sum = switch (before) {
            case null -> new Change.Add(delta, erased.stream().anyMatch(range -> range.contains(key)));
            case Change.Delete() -> new Change.Add(delta, true);
            case Change.Add(long sofar, boolean fromZero) -> new Change.Add(Math.addExact(sofar, delta), fromZero);
            case Change.Put put ->
                throw new IllegalStateException(
                        "key " + key + " is a value of " + put.value().length + " bytes, not a counter");
        };
        changes.put(key, sum);
    }

    @Override
    public void link(BlobDraft blob, Key owner) {
        record(new LinkChange.LinkDraft(blob.id(), owner, blob));
    }

    @Override
    public void link(BlobId blob, Key owner) {
        // Bytes that come with this very batch serve this link as well.
        if (!(links.get(new LinkName(blob, owner)) instanceof LinkChange.LinkDraft)) {
            record(new LinkChange.LinkStored(blob, owner));
        }
    }

    @Override
    public void unlink(BlobId blob, Key owner) {
        record(new LinkChange.Unlink(blob, owner));
    }

    @Override
    public void check(Key key, long version) {
        checks.add(new Check(key, version));
    }

    /**
     * Folds the batch, reading the counters that it adds to.
     *
     * @param now what the work saw
     * @throws IllegalStateException if a check names another version than {@code now} has
     */
    public Changes resolve(Snapshot now) throws StoreException {
        for (Check check : checks) {
            long version = now.get(check.key).map(Versioned::version).orElse(0L);
            if (version != check.version) {
                throw new IllegalStateException("key " + check.key + " has version " + version + ", the batch asks for "
                        + check.version + ", which its work cannot have read");
            }
        }
        NavigableMap<Key, Optional<byte[]>> rows = new TreeMap<>();
        for (Map.Entry<Key, Change> each : changes.entrySet()) {
            Key key = each.getKey();
            rows.put(
                    key,
                    switch (each.getValue()) {
                        case Change.Put(byte[] value) -> Optional.of(value);
                        case Change.Delete() -> Optional.empty();
                        case Change.Add(long delta, boolean fromZero) ->
                            Optional.of(Counter.toBytes(Math.addExact(fromZero ? 0 : now.counter(key), delta)));
                    });
        }
        return new Changes(erased, rows, links.values());
    }

    private void record(LinkChange change) {
        count(LINK_BYTES + change.owner().length());
        links.put(new LinkName(change.blob(), change.owner()), change);
    }

    private void count(int bytes) {
        sizeBytes += bytes;
        if (sizeBytes > Store.BATCH_BYTES_MAX) {
            throw new BatchTooLarge(
                    "a batch has at most " + Store.BATCH_BYTES_MAX + " bytes; cut the work up and go on in the next");
        }
    }
}
