package org.pennypost.store;

import java.util.List;

/**
 * What a walk through the store found.
 *
 * @param keys the keys seen
 * @param blobs the blobs seen
 * @param blobBytes their size together, in bytes
 * @param orphanBlobs blobs without a link: wasted room, not damage
 * @param damage empty when all is well
 */
public record CheckReport(long keys, long blobs, long blobBytes, long orphanBlobs, List<Damage> damage) {
    public CheckReport {
        damage = List.copyOf(damage);
    }

    public boolean sound() {
        return damage.isEmpty();
    }
}
