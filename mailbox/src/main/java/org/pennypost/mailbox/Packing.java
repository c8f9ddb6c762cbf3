package org.pennypost.mailbox;

/**
 * When rows are folded into blocks, see {@link RowWriter}.
 *
 * @param rowsMax the most rows in a block
 * @param dense so many changes to one block rewrite it at once
 * @param looseMin so many loose rows a mailbox may have at least
 * @param loosePerBlock and so many more for each of its blocks
 */
record Packing(int rowsMax, int dense, int looseMin, int loosePerBlock) {
    /** The most loose rows, however large the mailbox: all could belong to its last block, and are then folded together. */
    private static final int LOOSE_MAX = 4_000;

    static final Packing DEFAULT = new Packing(BlockFormat.ROWS_MAX, 64, 256, 16);

    long looseMax(long blocks) {
        return Math.min(LOOSE_MAX, looseMin + loosePerBlock * blocks);
    }

    /** A block of fewer rows is joined with a neighbour that is as small. */
    int small() {
        return rowsMax / 4;
    }
}
