package org.pennypost.store.embedded;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.pennypost.store.BlobId;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.KeyFormat.PackRow;
import org.pennypost.store.embedded.KeyFormat.Place;

/**
 * Frees blobs whose last link went longer ago than the grace: their keys at once, and packs in which nothing is left.
 *
 * <p>Only blobs that lost a link are looked at, since every such loss leaves an orphan row. The decision falls on the committer's
 * thread, where no commit is half written; commits that are planned but not yet written hold a pin.
 */
final class Sweep {
    /** How many blobs are looked at between two groups of commits. */
    private static final int BATCH_MAX = 256;

    private final Rocks rocks;
    private final Packs packs;
    private final PackFiles files;
    private final Pins pins;
    private final Committer committer;
    private final InstantSource clock;
    private final Settings settings;
    private int freed;

    Sweep(
            Rocks rocks,
            Packs packs,
            PackFiles files,
            Pins pins,
            Committer committer,
            InstantSource clock,
            Settings settings) {
        this.rocks = rocks;
        this.packs = packs;
        this.files = files;
        this.pins = pins;
        this.committer = committer;
        this.clock = clock;
        this.settings = settings;
    }

    /** Returns how many blobs were freed. */
    int run() throws StoreException {
        long before = clock.instant().minus(settings.orphanGrace()).toEpochMilli();
        byte[] from = KeyFormat.table(KeyFormat.ORPHANS);
        while (from.length > 0) {
            List<BlobId> due = new ArrayList<>();
            from = candidates(from, before, due);
            if (!due.isEmpty()) {
                committer.perform(() -> free(due, before));
            }
        }
        return freed;
    }

    /** Adds the next blobs that lost a link before, and returns where to go on; empty at the end. */
    private byte[] candidates(byte[] from, long before, List<BlobId> due) throws StoreException {
        byte[][] next = {new byte[0]};
        rocks.enter();
        try {
            rocks.range(null, from, KeyFormat.behind(KeyFormat.ORPHANS), false, (key, value) -> {
                if (due.size() == BATCH_MAX) {
                    next[0] = key;
                    return false;
                }
                if (KeyFormat.number(value) <= before) {
                    due.add(KeyFormat.blobOf(key));
                }
                return true;
            });
        } finally {
            rocks.exit();
        }
        return next[0];
    }

    /** On the committer's thread. */
    private void free(List<BlobId> due, long before) throws StoreException {
        KeyBatch keys = new KeyBatch(64 * due.size());
        Map<Long, PackRow> rows = new HashMap<>();
        List<BlobId> claimed = new ArrayList<>();
        try {
            for (BlobId blob : due) {
                byte[] orphan = KeyFormat.orphan(blob);
                byte[] since = rocks.get(orphan);
                if (since == null || KeyFormat.number(since) > before) {
                    continue;
                }
                if (rocks.hasAny(null, KeyFormat.links(blob), KeyFormat.behindLinks(blob))) {
                    keys.delete(orphan);
                } else if (pins.claim(blob)) {
                    claimed.add(blob);
                    keys.delete(orphan);
                    forget(blob, keys, rows);
                }
            }
            TreeSet<Long> empty = new TreeSet<>();
            rows.forEach((pack, row) -> {
                if (row.liveBlobs() == 0 && !packs.isCurrent(pack)) {
                    empty.add(pack);
                    keys.delete(KeyFormat.pack(pack));
                } else {
                    keys.put(KeyFormat.pack(pack), KeyFormat.packRow(row));
                }
            });
            if (!keys.isEmpty()) {
                committer.writeKeys(keys);
            }
            packs.rows().putAll(rows);
            packs.rows().keySet().removeAll(empty);
            if (!empty.isEmpty()) {
                // RocksDB may still need the journal in them.
                committer.flushKeys();
                empty.forEach(files::drop);
            }
            freed += claimed.size();
        } finally {
            claimed.forEach(pins::unclaim);
        }
    }

    private void forget(BlobId blob, KeyBatch keys, Map<Long, PackRow> rows) throws StoreException {
        byte[] key = KeyFormat.blob(blob);
        byte[] there = rocks.get(key);
        if (there != null) {
            Place place = KeyFormat.place(there);
            keys.delete(key);
            rows.put(
                    place.pack(),
                    rows.getOrDefault(place.pack(), packs.row(place.pack())).minus(place));
        }
    }
}
