package org.pennypost.store.engine;

import java.util.concurrent.atomic.AtomicLongArray;
import org.pennypost.store.Partition;

/**
 * Whether a partition has been written to since some moment, without a look at it ({@link org.pennypost.store.Store#isUnchanged}). One thread
 * writes; any may ask.
 *
 * <p>A commit is counted twice: before the first reader can see it, and when every reader that begins does. Who reads takes the second count
 * before, and what was read stands while the first is no higher. So what is read between the two stands for nobody else: it may show
 * the commit or not.
 *
 * <p>Partitions share the counts of {@value #PLACES} places: a neighbour's commit costs a look that was not needed, and memory does not grow with
 * the accounts.
 */
public final class Marks {
    private static final int PLACES = 4_096;

    private final AtomicLongArray begun = new AtomicLongArray(PLACES);
    private final AtomicLongArray visible = new AtomicLongArray(PLACES);

    public Marks() {}

    /** A commit to the partition is about to become visible. */
    public void begin(Partition partition) {
        int place = place(partition);
        begun.set(place, begun.get(place) + 1);
    }

    /** All that was begun in the partition is visible to whoever reads from now on. One that failed is seen through by the next that does not. */
    public void end(Partition partition) {
        int place = place(partition);
        visible.set(place, begun.get(place));
    }

    /** See {@link org.pennypost.store.Store#mark}. */
    public long mark(Partition partition) {
        return visible.get(place(partition));
    }

    /** See {@link org.pennypost.store.Store#isUnchanged}. */
    public boolean isUnchanged(Partition partition, long mark) {
        return begun.get(place(partition)) == mark;
    }

    private static int place(Partition partition) {
        return partition.hashCode() & (PLACES - 1);
    }
}
