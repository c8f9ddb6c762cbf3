package org.pennypost.store;

/**
 * Changes to one partition that happen together or not at all. Filled by one {@link Work}, on its thread.
 *
 * <p>Later changes to a key win over earlier ones. The whole batch is at most {@link Store#BATCH_BYTES_MAX} of keys and values;
 * bigger work is cut up by the caller. What is over a limit throws {@link IllegalArgumentException}, a batch that is too large {@link BatchTooLarge}.
 */
public interface Batch {
    /** Sets the value; at most {@link Store#VALUE_BYTES_MAX} bytes. The array is not changed afterwards by the caller. */
    void put(Key key, byte[] value);

    /** Removes the key; no harm where it is absent. */
    void delete(Key key);

    /** Removes every key with {@code from <= key < to}. */
    void deleteRange(Key from, Key to);

    /** Adds to the counter at this key; an absent one is 0. A key is a counter or a value for its whole life. */
    void add(Key key, long delta);

    /**
     * Says that {@code owner} in this partition needs the blob. The bytes are durable before the batch is. The same link twice is
     * one link.
     */
    void link(BlobDraft blob, Key owner);

    /**
     * The same for a blob that is already there, as a copy of a message needs it. Where it is not, {@link Store#submit} throws
     * a {@link StoreException}.
     */
    void link(BlobId blob, Key owner);

    /** Takes the link back; the bytes are freed some time after the last link is gone. */
    void unlink(BlobId blob, Key owner);

    /**
     * The batch is to be written only if the key still has the version that the work saw: see {@link Versioned#version}; 0
     * means absent. Where another writer was quicker the work runs again. A version that is not from the work's own snapshot
     * can never come true and throws {@link IllegalStateException} from {@link Store#submit}; compare and decide in the work
     * instead.
     */
    void check(Key key, long version);
}
