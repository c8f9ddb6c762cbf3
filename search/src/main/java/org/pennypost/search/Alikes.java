package org.pennypost.search;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.pennypost.mailbox.Likeness;
import org.pennypost.mailbox.MessageText;
import org.pennypost.store.StoreException;

/** What an index answered to a loose question, and how to answer for what it does not know. Immutable, thread-safe. */
final class Alikes implements Likeness {
    private final LooseQuery query;
    private final double[] weights;
    private final long through;
    private final long[] contents;
    private final float[] likenesses;

    /**
     * An answer.
     *
     * @param weights of the words of the question
     * @param through the index knows all contents up to this number
     * @param contents those of them that are like it, in any order, each once
     * @param likenesses how much, in the same order
     */
    Alikes(LooseQuery query, double[] weights, long through, long[] contents, float[] likenesses) {
        this.query = query;
        this.weights = weights.clone();
        this.through = through;
        this.contents = contents.clone();
        Arrays.sort(this.contents);
        this.likenesses = new float[likenesses.length];
        for (int i = 0; i < contents.length; i++) {
            this.likenesses[Arrays.binarySearch(this.contents, contents[i])] = likenesses[i];
        }
    }

    /** That of no index: every message is looked at, and all words weigh the same. */
    static Alikes unknown(LooseQuery query) {
        double[] weights = new double[query.words().size()];
        Arrays.fill(weights, 1);
        return new Alikes(query, weights, 0, new long[0], new float[0]);
    }

    @Override
    public OptionalDouble known(long content) {
        if (content > through) {
            return OptionalDouble.empty();
        }
        int at = Arrays.binarySearch(contents, content);
        return OptionalDouble.of(at < 0 ? 0 : likenesses[at]);
    }

    @Override
    public double of(MessageText text) throws StoreException {
        WordCounts words = new WordCounts();
        text.tell(words);
        return query.likeness(words, weights);
    }
}
