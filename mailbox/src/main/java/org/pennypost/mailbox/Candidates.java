package org.pennypost.mailbox;

import java.util.Arrays;

/**
 * The contents that may hold a text, as an index proposes them: those that it names, and all that it does not know yet. Whoever asks looks
 * into each; what is not a candidate does not hold the text. Immutable, thread-safe.
 */
public final class Candidates {
    /** Every content: what can be said without an index. */
    public static final Candidates ALL = new Candidates(0, new long[0]);

    private final long through;
    private final long[] contents;

    private Candidates(long through, long[] contents) {
        this.through = through;
        this.contents = contents;
    }

    /**
     * Those of an index.
     *
     * @param through the index knows all contents up to this number
     * @param contents those of them that may hold the text, in any order
     */
    public static Candidates of(long through, long[] contents) {
        long[] sorted = contents.clone();
        Arrays.sort(sorted);
        return new Candidates(through, sorted);
    }

    /** Whether this content may hold the text. */
    public boolean mayHold(long content) {
        return content > through || Arrays.binarySearch(contents, content) >= 0;
    }

    /** How many are named. */
    public int named() {
        return contents.length;
    }

    /** Contents above this number are candidates because the index does not know them. */
    public long through() {
        return through;
    }
}
