package org.pennypost.store.engine;

import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.Key;

/** A change to the links of one blob. */
public sealed interface LinkChange {
    BlobId blob();

    Key owner();

    /** A link to bytes that come with it. */
    record LinkDraft(BlobId blob, Key owner, BlobDraft draft) implements LinkChange {}

    /** A link to a blob that must be there already. */
    record LinkStored(BlobId blob, Key owner) implements LinkChange {}

    /** A link that ends. */
    record Unlink(BlobId blob, Key owner) implements LinkChange {}
}
