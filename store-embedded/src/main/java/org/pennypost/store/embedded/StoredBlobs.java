package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.StoreException;

/** Finds blobs in the packs. Thread-safe. */
final class StoredBlobs implements BlobStore {
    /** A blob that is moved while it is opened is looked up again, so many times. */
    private static final int OPEN_ATTEMPTS = 10;

    /** So many blobs that are wanted together may be worth a run. */
    private static final int RUN_MIN = 4;

    private final Path folder;
    private final Rocks rocks;
    private final PackFiles files;
    private final Drafts drafts;
    private final Committer committer;
    private final PackRun.Buffers buffers = new PackRun.Buffers();

    /** @param folder where the packs are */
    StoredBlobs(Path folder, Rocks rocks, PackFiles files, Drafts drafts, Committer committer) {
        this.folder = folder;
        this.rocks = rocks;
        this.files = files;
        this.drafts = drafts;
        this.committer = committer;
    }

    @Override
    public BlobDraft draft() throws StoreException {
        committer.ensureOpen();
        return drafts.draft();
    }

    @Override
    public Optional<Blob> open(BlobId id) throws StoreException {
        rocks.enter();
        try {
            return open(id, rocks.get(KeyFormat.blob(id)));
        } finally {
            rocks.exit();
        }
    }

    /** Those that stand behind one another in a pack are read at once ({@link PackRun}); for the others there is one question to the database. */
    @Override
    public List<Optional<Blob>> open(List<BlobId> ids) throws StoreException {
        List<Optional<Blob>> opened = new ArrayList<>(ids.size());
        rocks.enter();
        try {
            while (ids.size() - opened.size() >= RUN_MIN && takeRun(ids, opened)) {
                // As long as they come in runs.
            }
            openEach(ids.subList(opened.size(), ids.size()), opened);
            return opened;
        } finally {
            rocks.exit();
        }
    }

    /** Adds the next ones if they stand together; returns whether they did. */
    private boolean takeRun(List<BlobId> ids, List<Optional<Blob>> opened) throws StoreException {
        int next = opened.size();
        List<Optional<byte[]>> places = places(ids.subList(next, next + 2));
        if (places.get(0).isEmpty() || places.get(1).isEmpty()) {
            return false;
        }
        KeyFormat.Place first = KeyFormat.place(places.get(0).get());
        if (!PackRun.isNear(first, KeyFormat.place(places.get(1).get()))) {
            return false;
        }
        try {
            takeRun(first, ids, opened);
        } catch (IOException failed) {
            // Whoever opens the next blob by itself is told.
        }
        return opened.size() > next;
    }

    private void takeRun(KeyFormat.Place first, List<BlobId> ids, List<Optional<Blob>> opened) throws IOException {
        Optional<PackFiles.Handle> handle = files.acquire(first.pack());
        if (handle.isEmpty()) {
            return;
        }
        try {
            for (long offset = first.offset(); offset >= 0; ) {
                offset = takeRun(handle.get(), offset, ids, opened);
            }
        } finally {
            handle.get().release();
        }
    }

    /** Adds those that stand together from here; returns where the next one begins if it is cut off, and a negative number if it may be anywhere. */
    private long takeRun(PackFiles.Handle handle, long offset, List<BlobId> ids, List<Optional<Blob>> opened)
            throws IOException {
        try (PackRun run = PackRun.read(handle, offset, buffers)) {
            int before = opened.size();
            while (opened.size() < ids.size()) {
                Optional<Blob> blob = run.take(ids.get(opened.size()));
                if (blob.isEmpty()) {
                    return opened.size() > before && run.isNext(ids.get(opened.size())) ? run.end() : -1;
                }
                opened.add(blob);
            }
            return -1;
        }
    }

    private void openEach(List<BlobId> ids, List<Optional<Blob>> opened) throws StoreException {
        if (ids.isEmpty()) {
            return;
        }
        Iterator<Optional<byte[]>> places = places(ids).iterator();
        for (BlobId id : ids) {
            try {
                opened.add(open(id, places.next().orElse(null)));
            } catch (StoreException failed) {
                if (opened.isEmpty()) {
                    throw failed;
                }
                return;
            }
        }
    }

    private List<Optional<byte[]>> places(List<BlobId> ids) throws StoreException {
        return rocks.get(ids.stream().map(KeyFormat::blob).toList());
    }

    private Optional<Blob> open(BlobId id, byte @Nullable [] found) throws StoreException {
        byte[] there = found;
        for (int attempt = 0; there != null; attempt++) {
            KeyFormat.Place place = KeyFormat.place(there);
            Optional<PackFiles.Handle> handle = acquire(id, place);
            if (handle.isPresent()) {
                return Optional.of(StoredBlob.open(id, place, handle.get()));
            }
            if (attempt == OPEN_ATTEMPTS) {
                throw new CorruptFile(PackFormat.file(folder, place.pack()).toString(), 0, "a pack", "no file");
            }
            there = rocks.get(KeyFormat.blob(id));
        }
        return Optional.empty();
    }

    private Optional<PackFiles.Handle> acquire(BlobId id, KeyFormat.Place place) throws StoreException {
        try {
            return files.acquire(place.pack());
        } catch (StoreException named) {
            throw named;
        } catch (IOException failed) {
            throw new StoreException("blob " + id + " cannot be opened", failed);
        }
    }
}
