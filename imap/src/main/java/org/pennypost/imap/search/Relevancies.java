package org.pennypost.imap.search;

import java.io.IOException;
import java.util.Arrays;
import org.pennypost.imap.grammar.ResponseWriter;

/**
 * How relevant the messages are that a search has found (RFC 6203 §4): from their likenesses, scores from 1 to 100, where the message that is most like what was
 * looked for has 100, and one that is half as much like it 50. Belongs to one thread.
 */
public final class Relevancies {
    private static final int HIGHEST = 100;

    private float[] likenesses = new float[64];
    private int count;
    private float most;

    /** Adds that of the next message: above 0. */
    public void add(double likeness) {
        if (count == likenesses.length) {
            likenesses = Arrays.copyOf(likenesses, 2 * count);
        }
        likenesses[count] = (float) likeness;
        most = Math.max(most, likenesses[count]);
        count++;
    }

    /** {@code score-list}, in the order in which they were added. */
    public void write(ResponseWriter out) throws IOException {
        out.raw('(');
        for (int i = 0; i < count; i++) {
            write(i, i == 0, out);
        }
        out.raw(')');
    }

    /** {@code score-list} in this order, in which the first one that was added is 0. */
    public void write(int[] order, ResponseWriter out) throws IOException {
        out.raw('(');
        boolean first = true;
        for (int each : order) {
            write(each, first, out);
            first = false;
        }
        out.raw(')');
    }

    private void write(int row, boolean first, ResponseWriter out) throws IOException {
        out.raw(first ? "" : " ").number(score(row));
        out.relieve();
    }

    private int score(int row) {
        return Math.max(1, Math.round(HIGHEST * likenesses[row] / most));
    }
}
