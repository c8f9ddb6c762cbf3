package org.pennypost.store.testing;

import java.util.Optional;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.StoreException;

/** Asks others for everything, one blob at a time: tests change what they need. Thread-safe if they are. */
public class ForwardingBlobs implements BlobStore {
    private final BlobStore blobs;

    protected ForwardingBlobs(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public BlobDraft draft() throws StoreException {
        return blobs.draft();
    }

    @Override
    public Optional<Blob> open(BlobId id) throws StoreException {
        return blobs.open(id);
    }
}
