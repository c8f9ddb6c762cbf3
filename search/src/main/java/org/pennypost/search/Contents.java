package org.pennypost.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Collects the numbers of the contents that a question finds. One owner. */
final class Contents extends SimpleCollector {
    private long[] numbers = new long[64];
    private int count;
    private NumericDocValues values = DocValues.emptyNumeric();

    private Contents() {}

    /** The numbers that the query finds, rising. */
    static long[] of(IndexSearcher searcher, Query query) throws IOException {
        searcher.setQueryCache(null);
        Contents found = searcher.search(query, new CollectorManager<Contents, Contents>() {
            @Override
            public Contents newCollector() {
                return new Contents();
            }

            // A searcher without threads collects everything with one.
            @Override
            public Contents reduce(Collection<Contents> collectors) {
                return collectors.iterator().next();
            }
        });
        long[] numbers = Arrays.copyOf(found.numbers, found.count);
        Arrays.sort(numbers);
        return numbers;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws IOException {
        NumericDocValues single =
                DocValues.unwrapSingleton(DocValues.getSortedNumeric(context.reader(), IndexFormat.CONTENT));
        if (single == null) {
            throw new CollectionTerminatedException();
        }
        values = single;
    }

    @Override
    public void collect(int document) throws IOException {
        if (!values.advanceExact(document)) {
            return;
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = values.longValue();
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }
}
