package org.pennypost.store.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pennypost.store.BlobId;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.StoreStopped;
import org.pennypost.store.embedded.KeyFormat.PackRow;
import org.pennypost.store.embedded.KeyFormat.Place;
import org.pennypost.store.engine.Marks;
import org.pennypost.store.engine.Watches;

/**
 * Commits that share their syncs. Lives on the committer's thread: {@link #write}, or {@link #failAll}; then {@link #tell}.
 */
final class Group {
    private final Committer committer;
    private final Rocks rocks;
    private final Packs packs;
    private final Marks marks;
    private final Drafts drafts;

    /** In their order; those that fail are taken out. */
    private List<Commit<?>> commits;

    private final Map<Commit<?>, StoreException> failed = new LinkedHashMap<>();

    /** Blobs that are not stored yet, and the draft that brings each. */
    private final Map<BlobId, EmbeddedDraft> arriving = new LinkedHashMap<>();

    private final Set<Commit<?>> bringing = new HashSet<>();
    private boolean durable;

    /** Whether the keys may be on the disk though nobody is told so. */
    private boolean attempted;

    Group(Committer committer, Rocks rocks, Packs packs, Marks marks, Drafts drafts, List<Commit<?>> commits) {
        this.committer = committer;
        this.rocks = rocks;
        this.packs = packs;
        this.marks = marks;
        this.drafts = drafts;
        this.commits = commits;
    }

    void write() throws StoreException {
        findArriving();
        try {
            writeAll();
        } catch (StoreFull full) {
            if (arriving.isEmpty()) {
                throw full;
            }
            dropBringing(new StoreFull("no room for mail: " + full.getMessage(), full));
            writeAll();
        }
        durable = true;
    }

    private void writeAll() throws StoreException {
        Map<BlobId, Place> places = storeBlobs();
        KeyBatch keys = new KeyBatch(
                commits.stream().mapToInt(commit -> commit.keys.length()).sum() + 256 * (places.size() + 1));
        commits.forEach(commit -> keys.addAll(commit.keys));
        if (keys.isEmpty()) {
            return;
        }
        Map<Long, PackRow> rows = addBlobs(keys, places);
        keys.put(KeyFormat.table(KeyFormat.COMMITS), KeyFormat.number(committer.highest(commits)));
        commits.forEach(commit -> marks.begin(commit.lane.partition));
        attempted = true;
        try {
            committer.writeKeys(keys);
        } catch (StoreFull cutBack) {
            attempted = false;
            throw cutBack;
        }
        attempted = false;
        commits.forEach(commit -> marks.end(commit.lane.partition));
        packs.rows().putAll(rows);
        arriving.values().forEach(EmbeddedDraft::markStored);
    }

    /** One question to RocksDB for the whole group: each by itself was a sixth of the committer's time. */
    private void findArriving() throws StoreException {
        Map<BlobId, EmbeddedDraft> named = new LinkedHashMap<>();
        commits.forEach(commit -> commit.drafts.forEach(draft -> named.putIfAbsent(draft.name(), draft)));
        if (named.isEmpty()) {
            return;
        }
        Iterator<Optional<byte[]>> stored =
                rocks.get(named.keySet().stream().map(KeyFormat::blob).toList()).iterator();
        named.forEach((id, draft) -> {
            if (stored.next().isEmpty()) {
                arriving.put(id, draft);
            }
        });
        for (Commit<?> commit : commits) {
            if (commit.drafts.stream().anyMatch(draft -> arriving.containsKey(draft.name()))) {
                bringing.add(commit);
            }
        }
    }

    /** Appends them; they are durable with the journal record behind them. */
    private Map<BlobId, Place> storeBlobs() throws StoreException {
        Map<BlobId, Place> places = new HashMap<>();
        if (arriving.isEmpty()) {
            return places;
        }
        try {
            ensureFree();
            for (Map.Entry<BlobId, EmbeddedDraft> each : arriving.entrySet()) {
                EmbeddedDraft draft = each.getValue();
                if (draft.hasOwnPack()) {
                    places.put(each.getKey(), draft.ownPlace());
                } else {
                    packs.begin();
                    places.put(each.getKey(), packs.append(draft));
                }
            }
            return places;
        } catch (Disk.DiskFull full) {
            committer.cutBack();
            throw new StoreFull(String.valueOf(full.getMessage()), full);
        } catch (IOException unwritten) {
            throw committer.stopUnwritten(unwritten);
        }
    }

    private void ensureFree() throws IOException {
        long needed = drafts.settings.freeBytesMin();
        for (EmbeddedDraft draft : arriving.values()) {
            needed += draft.hasOwnPack() ? 0 : draft.size();
        }
        long free = drafts.disk.freeBytes(drafts.folder);
        if (free < needed) {
            throw new Disk.DiskFull(free + " bytes are free in " + drafts.folder + ", " + drafts.settings.freeBytesMin()
                    + " are kept in reserve");
        }
    }

    /** Takes out the commits that bring bytes, and those that were planned upon them. */
    private void dropBringing(StoreFull full) {
        Set<Lane> lanesHit = new HashSet<>();
        List<Commit<?>> kept = new ArrayList<>();
        for (Commit<?> commit : commits) {
            if (bringing.contains(commit) || lanesHit.contains(commit.lane)) {
                lanesHit.add(commit.lane);
                failed.put(commit, full);
            } else {
                kept.add(commit);
            }
        }
        commits = kept;
        arriving.clear();
    }

    private Map<Long, PackRow> addBlobs(KeyBatch keys, Map<BlobId, Place> places) {
        Map<Long, PackRow> rows = new HashMap<>();
        places.forEach((id, place) -> {
            keys.put(KeyFormat.blob(id), KeyFormat.place(place));
            rows.put(
                    place.pack(),
                    rows.getOrDefault(place.pack(), packs.row(place.pack())).plus(place));
        });
        rows.forEach((pack, row) -> keys.put(KeyFormat.pack(pack), KeyFormat.packRow(row)));
        return rows;
    }

    void failAll(StoreException fault) {
        if (attempted) {
            // The next start may find the keys: the packs that they name stay until it knows.
            arriving.values().forEach(EmbeddedDraft::markStored);
        }
        commits.forEach(commit -> failed.put(commit, fault));
        commits = List.of();
    }

    /** Lets the lanes know first, so that whoever is told finds it there. */
    void tell(Watches watches) {
        if (!durable) {
            failAll(new StoreStopped("the commit was not written"));
        }
        commits.forEach(commit -> commit.lane.durable = commit.number);
        Set<Lane> lanesHit = new HashSet<>();
        failed.forEach((commit, fault) -> {
            if (lanesHit.add(commit.lane)) {
                commit.lane.fault = fault;
                commit.lane.generation = commit.generation + 1;
            }
        });
        for (Commit<?> commit : commits) {
            committer.finish(commit, null);
        }
        failed.forEach(committer::finish);
        // Behind the answers: thousands may watch.
        for (Commit<?> commit : commits) {
            if (!commit.changes.isEmpty()) {
                watches.tell(commit.lane.partition, commit.number);
            }
        }
    }
}
