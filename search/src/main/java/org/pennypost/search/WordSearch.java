package org.pennypost.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;

/**
 * Puts a loose question to an index. First the words of the index are found that are like those looked for, then the messages of these. A rare word weighs more than
 * one that most messages have. One owner, for one question.
 *
 * <p>Memory: nine octets for each document of the largest segment, and twelve for each message found.
 */
final class WordSearch {
    /** So many words of the index, those most like it, stand for a word that is looked for. */
    static final int LIKE_MAX = 100;

    /** So many words with the same beginning are looked at. */
    private static final int LOOKED_AT_MAX = 10_000;

    private final IndexReader reader;
    private final LooseQuery query;
    private final Found found = new Found();

    /** A word of the index and what one that is looked for counts there. */
    private record Like(BytesRef term, WordField field, double likeness, int documents) {}

    private WordSearch(IndexReader reader, LooseQuery query) {
        this.reader = reader;
        this.query = query;
    }

    /**
     * Asks.
     *
     * @param through the index knows all contents up to this number
     */
    static Alikes of(IndexReader reader, long through, LooseQuery query) throws IOException {
        WordSearch search = new WordSearch(reader, query);
        double[] weights = search.run();
        return new Alikes(
                query,
                weights,
                through,
                Arrays.copyOf(search.found.contents, search.found.count),
                Arrays.copyOf(search.found.likenesses, search.found.count));
    }

    private double[] run() throws IOException {
        Terms terms = MultiTerms.getTerms(reader, IndexFormat.WORDS);
        List<List<Like>> all = new ArrayList<>();
        double[] weights = new double[query.words().size()];
        for (int i = 0; i < weights.length; i++) {
            List<Like> like =
                    terms == null ? List.of() : like(terms, query.words().get(i));
            all.add(like);
            long documents = Math.min(
                    reader.numDocs(), like.stream().mapToLong(Like::documents).sum());
            weights[i] = 1 + Math.log((reader.numDocs() + 1.0) / (documents + 1.0));
        }
        for (LeafReaderContext leaf : reader.leaves()) {
            search(leaf, all, weights);
        }
        return weights;
    }

    // Words

    private List<Like> like(Terms terms, LooseWord word) throws IOException {
        Map<BytesRef, Like> like = new HashMap<>();
        for (WordField field : query.fields()) {
            TermsEnum each = terms.iterator();
            if (each.seekExact(new BytesRef(field.letter() + word.word()))) {
                offer(each, field, word, like);
            }
            if (word.begins()) {
                beginning(each, field, word, like);
            }
            if (word.slipsMax() > 0) {
                slips(terms, field, word, like);
            }
        }
        Comparator<Like> best = Comparator.comparingDouble(Like::likeness)
                .thenComparingInt(Like::documents)
                .reversed();
        return like.values().stream().sorted(best).limit(LIKE_MAX).toList();
    }

    private static void beginning(TermsEnum each, WordField field, LooseWord word, Map<BytesRef, Like> like)
            throws IOException {
        BytesRef beginning = new BytesRef(field.letter() + word.beginning());
        boolean more = each.seekCeil(beginning) != TermsEnum.SeekStatus.END;
        for (int i = 0; more && i < LOOKED_AT_MAX && StringHelper.startsWith(each.term(), beginning); i++) {
            offer(each, field, word, like);
            more = each.next() != null;
        }
    }

    private static void slips(Terms terms, WordField field, LooseWord word, Map<BytesRef, Like> like)
            throws IOException {
        String first = word.word().substring(0, word.word().offsetByCodePoints(0, 1));
        LevenshteinAutomata rest = new LevenshteinAutomata(word.word().substring(first.length()), true);
        CompiledAutomaton automaton =
                new CompiledAutomaton(rest.toAutomaton(word.slipsMax(), field.letter() + first), true, false);
        TermsEnum each = automaton.getTermsEnum(terms);
        for (int i = 0; each.next() != null && i < LOOKED_AT_MAX; i++) {
            offer(each, field, word, like);
        }
    }

    private static void offer(TermsEnum each, WordField field, LooseWord word, Map<BytesRef, Like> like)
            throws IOException {
        double likeness = word.likeness(each.term().utf8ToString().substring(1));
        if (likeness > 0 && !like.containsKey(each.term())) {
            BytesRef term = BytesRef.deepCopyOf(each.term());
            like.put(term, new Like(term, field, likeness, each.docFreq()));
        }
    }

    // Messages

    private void search(LeafReaderContext leaf, List<List<Like>> all, double[] weights) throws IOException {
        Terms terms = leaf.reader().terms(IndexFormat.WORDS);
        NumericDocValues contents =
                DocValues.unwrapSingleton(DocValues.getSortedNumeric(leaf.reader(), IndexFormat.CONTENT));
        if (terms == null || contents == null) {
            return;
        }
        float[] sums = new float[leaf.reader().maxDoc()];
        float[] best = new float[sums.length];
        byte[] words = new byte[sums.length];
        for (int i = 0; i < weights.length; i++) {
            Arrays.fill(best, 0);
            for (Like like : all.get(i)) {
                count(terms, like, best);
            }
            for (int document = 0; document < best.length; document++) {
                if (best[document] > 0) {
                    sums[document] += (float) weights[i] * best[document];
                    words[document]++;
                }
            }
        }
        double total = Arrays.stream(weights).sum();
        Bits live = leaf.reader().getLiveDocs();
        for (int document = 0; document < words.length; document++) {
            if (words[document] >= query.needed()
                    && (live == null || live.get(document))
                    && contents.advanceExact(document)) {
                found.add(contents.longValue(), (float) (sums[document] / total));
            }
        }
    }

    private void count(Terms terms, Like like, float[] best) throws IOException {
        TermsEnum each = terms.iterator();
        if (!each.seekExact(like.term)) {
            return;
        }
        PostingsEnum postings = each.postings(null, PostingsEnum.FREQS);
        for (int document = postings.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = postings.nextDoc()) {
            float counts = (float) query.counts(like.field, like.likeness, postings.freq());
            best[document] = Math.max(best[document], counts);
        }
    }

    /** What was found so far. */
    private static final class Found {
        private long[] contents = new long[64];
        private float[] likenesses = new float[64];
        private int count;

        void add(long content, float likeness) {
            if (count == contents.length) {
                contents = Arrays.copyOf(contents, 2 * count);
                likenesses = Arrays.copyOf(likenesses, 2 * count);
            }
            contents[count] = content;
            likenesses[count++] = likeness;
        }
    }
}
