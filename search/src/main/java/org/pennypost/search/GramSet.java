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

    /** Which slots are taken, in the order in which they were. */
    private int[] taken = new int[SLOTS_MIN / 2 + 1];

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
        taken[count++] = slot;
        if (count > slots.length / 2) {
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
        taken = Arrays.copyOf(taken, slots.length / 2 + 1);
        for (int i = 0; i < count; i++) {
            long gram = old[taken[i]];
            taken[i] = slot(gram);
            slots[taken[i]] = gram;
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

    /** One of them, by its number from 0. */
    long at(int number) {
        return slots[taken[number]];
    }

    void clear() {
        if (slots.length > SLOTS_KEPT) {
            slots = new long[SLOTS_MIN];
            taken = new int[SLOTS_MIN / 2 + 1];
        } else {
            for (int i = 0; i < count; i++) {
                slots[taken[i]] = 0;
            }
        }
        count = 0;
        overflown = false;
    }
}
