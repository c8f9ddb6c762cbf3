package org.pennypost.search;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/** Hands the grams of a set to the index writer, in no order. Life: reset, filled and read again for every message. One owner. */
final class GramTokens extends TokenStream {
    private final GramSet grams;
    private final BytesTermAttribute attribute = addAttribute(BytesTermAttribute.class);
    private final BytesRef term = new BytesRef(new byte[3 * Grams.UNITS]);
    private int next;
    private boolean whole;

    GramTokens(GramSet grams) {
        this.grams = grams;
    }

    @Override
    public boolean incrementToken() {
        if (grams.isOverflown()) {
            if (whole) {
                return false;
            }
            whole = true;
            attribute.setBytesRef(IndexFormat.ANYTHING);
            return true;
        }
        if (next == grams.count()) {
            return false;
        }
        Grams.term(grams.at(next++), term);
        attribute.setBytesRef(term);
        return true;
    }

    @Override
    public void reset() {
        clearAttributes();
        next = 0;
        whole = false;
    }
}
