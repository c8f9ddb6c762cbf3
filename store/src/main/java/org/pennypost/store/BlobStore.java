package org.pennypost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where message bytes live. Content-addressed; a blob is there while some owner links it. Thread-safe. */
public interface BlobStore {
    /** Begins a new blob. */
    BlobDraft draft() throws StoreException;

    /** Opens a blob; empty if there is none of that name. */
    Optional<Blob> open(BlobId id) throws StoreException;

    /**
     * Opens some blobs, which may cost less than one by one. The caller closes each.
     *
     * @return of the first blobs, in their order, at least of one, empty where there is none of that name; it ends before a blob that
     *     cannot be opened
     * @throws StoreException if the first cannot be opened
     */
    default List<Optional<Blob>> open(List<BlobId> ids) throws StoreException {
        List<Optional<Blob>> opened = new ArrayList<>(ids.size());
        for (BlobId id : ids) {
            try {
                opened.add(open(id));
            } catch (StoreException failed) {
                if (opened.isEmpty()) {
                    throw failed;
                }
                break;
            }
        }
        return opened;
    }
}
