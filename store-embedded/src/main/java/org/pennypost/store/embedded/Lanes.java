package org.pennypost.store.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Partition;

/** The lanes of those partitions that are being written, and of {@value #RESTING_MAX} that were of late. Thread-safe. */
final class Lanes {
    private static final int RESTING_MAX = 512;

    private final Map<Partition, Lane> lanes = new ConcurrentHashMap<>();
    private final Rocks rocks;

    /** Guarded by itself. None of them is in {@code lanes}. */
    private final Map<Partition, Lane> resting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Partition, Lane> eldest) {
            return size() > RESTING_MAX;
        }
    };

    Lanes(Rocks rocks) {
        this.rocks = rocks;
    }

    /** The partition's lane, which stays at least until {@link #leave}. */
    Lane enter(Partition partition) {
        return lanes.compute(partition, (_, there) -> {
            Lane lane = there == null ? resting(partition) : there;
            if (lane == null) {
                lane = new Lane(partition, rocks);
            }
            lane.users++;
            return lane;
        });
    }

    /** Once for each {@link #enter}; with the last one to leave the lane rests, its overlay being all durable. */
    void leave(Lane lane) {
        lanes.compute(lane.partition, (_, there) -> {
            if (--lane.users > 0) {
                return there;
            }
            lane.rest();
            rest(lane);
            return null;
        });
    }

    private @Nullable Lane resting(Partition partition) {
        synchronized (resting) {
            return resting.remove(partition);
        }
    }

    private void rest(Lane lane) {
        synchronized (resting) {
            resting.put(lane.partition, lane);
        }
    }
}
