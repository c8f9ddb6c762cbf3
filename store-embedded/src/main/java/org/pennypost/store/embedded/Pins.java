package org.pennypost.store.embedded;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pennypost.store.BlobId;

/**
 * Stored blobs that commits on their way link by name, so that the sweep lets them be. A work looks whether the blob is there
 * between pinning it and handing the commit over; the sweep claims it before it looks for links. Thread-safe.
 */
final class Pins {
    private static final int CLAIMED = -1;

    private final Map<BlobId, Integer> pins = new ConcurrentHashMap<>();

    /** Returns false if the sweep is taking the blob away at this moment. */
    boolean pin(BlobId blob) {
        return pins.merge(blob, 1, (count, one) -> count == CLAIMED ? CLAIMED : count + one) != CLAIMED;
    }

    void unpin(BlobId blob) {
        pins.computeIfPresent(blob, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Returns false if a commit on its way needs the blob. */
    boolean claim(BlobId blob) {
        return pins.putIfAbsent(blob, CLAIMED) == null;
    }

    void unclaim(BlobId blob) {
        pins.remove(blob, CLAIMED);
    }
}
