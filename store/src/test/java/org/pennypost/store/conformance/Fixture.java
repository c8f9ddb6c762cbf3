package org.pennypost.store.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/** Short forms for what every test of the suite does. */
final class Fixture {
    static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    static final Partition BOB = new Partition(Partition.FIRST_ACCOUNT + 1);
    static final Key COUNT = Key.of('c');

    private Fixture() {}

    /** A key of the table {@code k}. */
    static Key key(String name) {
        return Key.of('k').text(name);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static Pending<String> submitPut(Store store, Partition partition, String name, String value)
            throws StoreException {
        return store.submit(partition, (_, batch) -> {
            batch.put(key(name), bytes(value));
            return name;
        });
    }

    static void put(Store store, Partition partition, String name, String value) throws StoreException {
        submitPut(store, partition, name, value).await();
    }

    static void delete(Store store, Partition partition, String name) throws StoreException {
        store.update(partition, (_, batch) -> {
            batch.delete(key(name));
            return null;
        });
    }

    static Optional<String> text(Snapshot snapshot, String name) throws StoreException {
        return snapshot.get(key(name)).map(value -> new String(value.bytes(), UTF_8));
    }

    static Optional<String> read(Store store, Partition partition, String name) throws StoreException {
        return store.read(partition, snapshot -> text(snapshot, name));
    }

    /** All rows of the table {@code k}, as {@code name=value}. */
    static List<String> rows(Snapshot snapshot, int limit, boolean reverse) throws StoreException {
        return snapshot.range(Key.of('k'), Key.of('l'), limit, reverse).stream()
                .map(row -> row.key().textAt(1) + "=" + new String(row.value().bytes(), UTF_8))
                .toList();
    }

    static List<String> rows(Store store, Partition partition) throws StoreException {
        return store.read(partition, snapshot -> rows(snapshot, Integer.MAX_VALUE, false));
    }

    static long count(Store store, Partition partition) throws StoreException {
        return store.<Long>read(partition, snapshot -> snapshot.counter(COUNT));
    }

    static BlobDraft draft(Store store, byte[] content) throws StoreException {
        BlobDraft draft = store.blobs().draft();
        draft.write(content, 0, content.length);
        draft.finish();
        return draft;
    }

    /** Stores the bytes with a link from {@code key(owner)}. */
    static BlobId store(Store store, Partition partition, String owner, byte[] content) throws StoreException {
        try (BlobDraft draft = draft(store, content)) {
            link(store, partition, owner, draft).await();
            return draft.id();
        }
    }

    static Pending<String> link(Store store, Partition partition, String owner, BlobDraft draft) throws StoreException {
        return store.submit(partition, (_, batch) -> {
            batch.link(draft, key(owner));
            return owner;
        });
    }

    static void unlink(Store store, Partition partition, String owner, BlobId id) throws StoreException {
        store.update(partition, (_, batch) -> {
            batch.unlink(id, key(owner));
            return null;
        });
    }

    static byte[] content(Blob blob) throws StoreException {
        byte[] all = new byte[Math.toIntExact(blob.size())];
        int at = 0;
        while (at < all.length) {
            int count = blob.read(at, all, at, all.length - at);
            if (count < 1) {
                throw new AssertionError("read " + count + " at " + at + " of " + all.length);
            }
            at += count;
        }
        if (blob.read(at, new byte[1], 0, 1) != -1) {
            throw new AssertionError("no end at " + at);
        }
        return all;
    }

    static byte[] content(Store store, BlobId id) throws StoreException {
        try (Blob blob = store.blobs().open(id).orElseThrow()) {
            return content(blob);
        }
    }
}
