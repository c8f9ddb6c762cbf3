package org.pennypost.store;

import java.util.Optional;

/** Where message bytes live. Content-addressed; a blob is there while some owner links it. Thread-safe. */
public interface BlobStore {
    /** Begins a new blob. */
    BlobDraft draft() throws StoreException;

    /** Opens a blob; empty if there is none of that name. */
    Optional<Blob> open(BlobId id) throws StoreException;
}
