package org.pennypost.search;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;

/** Hands the words of a message to the index writer, in no order. Life: reset, filled and read again for every message. One owner. */
final class WordTokens extends TokenStream {
    private final WordCounts words;
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private Iterator<Map.Entry<String, WordCounts.Count>> left = Collections.emptyIterator();

    WordTokens(WordCounts words) {
        this.words = words;
    }

    @Override
    public boolean incrementToken() {
        if (!left.hasNext()) {
            return false;
        }
        Map.Entry<String, WordCounts.Count> next = left.next();
        term.setEmpty().append(next.getKey());
        frequency.setTermFrequency(next.getValue().times());
        return true;
    }

    @Override
    public void reset() {
        clearAttributes();
        left = words.all().entrySet().iterator();
    }
}
