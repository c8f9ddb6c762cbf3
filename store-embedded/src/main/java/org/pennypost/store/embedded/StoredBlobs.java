package org.pennypost.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private final Path folder;
    private final Rocks rocks;
    private final PackFiles files;
    private final Drafts drafts;
    private final Committer committer;

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

    /** With one question to the database for all of them. */
    @Override
    public List<Optional<Blob>> open(List<BlobId> ids) throws StoreException {
        if (ids.isEmpty()) {
            return List.of();
        }
        rocks.enter();
        try {
            List<Optional<byte[]>> places =
                    rocks.get(ids.stream().map(KeyFormat::blob).toList());
            List<Optional<Blob>> opened = new ArrayList<>(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                try {
                    opened.add(open(ids.get(i), places.get(i).orElse(null)));
                } catch (StoreException failed) {
                    if (i == 0) {
                        throw failed;
                    }
                    break;
                }
            }
            return opened;
        } finally {
            rocks.exit();
        }
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
