package org.pennypost.store.embedded;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pennypost.store.Partition;

/** The lanes of those partitions that are being written. Thread-safe. */
final class Lanes {
    private final Map<Partition, Lane> lanes = new ConcurrentHashMap<>();
    private final Rocks rocks;

    Lanes(Rocks rocks) {
        this.rocks = rocks;
    }

    /** The partition's lane, which stays at least until {@link #leave}. */
    Lane enter(Partition partition) {
        return lanes.compute(partition, (_, there) -> {
            Lane lane = there == null ? new Lane(partition, rocks) : there;
            lane.users++;
            return lane;
        });
    }

    /** Once for each {@link #enter}; the last one to leave takes the lane away, and with it an overlay that is all durable. */
    void leave(Lane lane) {
        lanes.compute(lane.partition, (_, there) -> --lane.users == 0 ? null : there);
    }
}
