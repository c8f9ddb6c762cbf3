package org.pennypost.search;

import java.util.Arrays;

/**
 * The different grams of one message, up to a limit. One owner, who clears it between messages; it keeps its room unless that has grown large.
 */
final class GramSet {
    /** A text with more grams than this is no text that anybody wrote; it is looked into at every question instead. */
    static final int GRAMS_MAX = 200_000;

    private static final int SLOTS_MIN = 1 << 13;
    private static final int SLOTS_KEPT = 1 << 16;

    /** A prime, so that grams that differ in their high units alone fall apart too. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** 0 is a free slot: a gram has its length above its units. */
    private long[] slots = new long[SLOTS_MIN];

    private int count;
    private boolean overflown;

    void add(long gram) {
        int slot = slot(gram);
        if (slots[slot] == gram || overflown) {
            return;
        }
        if (count == GRAMS_MAX) {
            overflow();
            return;
        }
        slots[slot] = gram;
        if (++count > slots.length / 2) {
            grow();
        }
    }

    /** Where the gram is, or belongs. */
    private int slot(long gram) {
        int mask = slots.length - 1;
        int slot = (int) ((gram * SPREAD) >>> 32) & mask;
        while (slots[slot] != 0 && slots[slot] != gram) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (long gram : old) {
            if (gram != 0) {
                slots[slot(gram)] = gram;
            }
        }
    }

    /** Says that the text has grams which it does not hold. */
    void overflow() {
        overflown = true;
    }

    /** Whether it holds not all that was added. */
    boolean isOverflown() {
        return overflown;
    }

    int count() {
        return count;
    }

    /** How many places there are to look at with {@link #at}. */
    int slots() {
        return slots.length;
    }

    /** A gram, or 0. */
    long at(int slot) {
        return slots[slot];
    }

    void clear() {
        if (slots.length > SLOTS_KEPT) {
            slots = new long[SLOTS_MIN];
        } else if (count > 0) {
            Arrays.fill(slots, 0);
        }
        count = 0;
        overflown = false;
    }
}
