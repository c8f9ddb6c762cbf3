package org.pennypost.search;

import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.pennypost.mailbox.MessageText;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreStopped;

/**
 * What is in an account's index, a Lucene index in a folder named by the account's number.
 *
 * <pre>
 * a document per content:
 * c   its number, as point and doc value
 * h   the grams of its header fields and those of its parts, each as "Name: text"  (terms without frequencies and positions)
 * b   the grams of its text parts, of HTML as a person sees it, of the header fields of messages inside
 * w   its words, each behind the letter of the field that it stands in ({@link WordField}, {@link Words})  (terms with frequencies)
 *     h and b: instead of the grams the term FF, where there are too many or the octets cannot be read: it may hold anything
 *
 * in each commit:
 * version   {@value #VERSION}
 * through   all contents up to this number are in it, unless they were gone by then
 * change    the account's change counter then, or an earlier one: an account with a lower one is not the one that was indexed
 * </pre>
 */
final class IndexFormat {
    static final String VERSION = "2";
    static final String KEY_VERSION = "version";
    static final String KEY_THROUGH = "through";
    static final String KEY_CHANGE = "change";

    static final String CONTENT = "c";
    static final String HEADERS = "h";
    static final String BODY = "b";
    static final String WORDS = "w";

    /** No gram begins like this. */
    static final BytesRef ANYTHING = new BytesRef(new byte[] {(byte) 0xff});

    private static final FieldType GRAMS = terms(IndexOptions.DOCS);
    private static final FieldType FREQUENT = terms(IndexOptions.DOCS_AND_FREQS);

    private static FieldType terms(IndexOptions options) {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(options);
        type.freeze();
        return type;
    }

    private IndexFormat() {}

    /**
     * How far an index reaches.
     *
     * @param through the last content's number
     * @param change the account's change counter
     */
    record Stamp(long through, long change) {
        static final Stamp EMPTY = new Stamp(0, 0);

        Map<String, String> toCommit() {
            return Map.of(KEY_VERSION, VERSION, KEY_THROUGH, Long.toString(through), KEY_CHANGE, Long.toString(change));
        }

        /**
         * Reads that of a commit.
         *
         * @throws Outdated if it is none of this version
         */
        static Stamp of(Map<String, String> commit) throws Outdated {
            if (!VERSION.equals(commit.get(KEY_VERSION))) {
                throw new Outdated("it is of version " + commit.get(KEY_VERSION) + ", not " + VERSION);
            }
            try {
                return new Stamp(Long.parseLong(commit.get(KEY_THROUGH)), Long.parseLong(commit.get(KEY_CHANGE)));
            } catch (NumberFormatException e) {
                throw new Outdated("its stamp cannot be read");
            }
        }
    }

    /** An index that is to be made anew. */
    static final class Outdated extends Exception {
        private static final long serialVersionUID = 1L;

        Outdated(String reason) {
            super(reason);
        }
    }

    /** Makes documents, one at a time: the next one takes the place of the last. One owner. */
    static final class Documents implements MessageText.Texts {
        private final GramSet headers = new GramSet();
        private final GramSet body = new GramSet();
        private final WordCounts words = new WordCounts();
        private final LongField number = new LongField(CONTENT, 0, Field.Store.NO);
        private final List<IndexableField> document = List.of(
                number,
                new Field(HEADERS, new GramTokens(headers), GRAMS),
                new Field(BODY, new GramTokens(body), GRAMS),
                new Field(WORDS, new WordTokens(words), FREQUENT));

        /** That of a content that can be read. */
        List<IndexableField> of(long content, MessageText text) throws StoreException {
            begin(content);
            try {
                text.tell(this);
            } catch (StoreStopped stopped) {
                throw stopped;
            } catch (StoreException damaged) {
                headers.overflow();
                body.overflow();
            }
            return document;
        }

        /** That of one that cannot. */
        List<IndexableField> ofUnreadable(long content) {
            begin(content);
            headers.overflow();
            body.overflow();
            return document;
        }

        private void begin(long content) {
            headers.clear();
            body.clear();
            words.clear();
            number.setLongValue(content);
        }

        @Override
        public void field(String text) {
            Grams.add(text, headers);
            words.field(text);
        }

        @Override
        public void body(String text) {
            Grams.add(text, body);
            words.body(text);
        }

        @Override
        public void markup(String text) {
            Grams.add(text, body);
        }

        @Override
        public void tooLong() {
            body.overflow();
        }
    }

    /** Finds every document that may answer the question. */
    static Query query(TextQuery question) {
        return switch (question) {
            case TextQuery.Header(String name, var needle) ->
                new BooleanQuery.Builder()
                        .add(holds(HEADERS, new Needle(name + ": ").folded()), Occur.FILTER)
                        .add(holds(HEADERS, needle.folded()), Occur.FILTER)
                        .build();
            case TextQuery.Body(var needle) -> holds(BODY, needle.folded());
            case TextQuery.Text(var needle) ->
                new BooleanQuery.Builder()
                        .add(holds(HEADERS, needle.folded()), Occur.SHOULD)
                        .add(holds(BODY, needle.folded()), Occur.SHOULD)
                        .build();
        };
    }

    private static Query holds(String field, String folded) {
        if (folded.isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        Query grams = folded.length() < Grams.UNITS ? beginning(field, folded) : all(field, Grams.of(folded));
        return new BooleanQuery.Builder()
                .add(grams, Occur.SHOULD)
                .add(new TermQuery(new Term(field, ANYTHING)), Occur.SHOULD)
                .build();
    }

    private static Query beginning(String field, String folded) {
        return new PrefixQuery(new Term(field, Grams.prefix(folded)), MultiTermQuery.CONSTANT_SCORE_REWRITE);
    }

    private static Query all(String field, List<BytesRef> terms) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        terms.forEach(term -> query.add(new TermQuery(new Term(field, term)), Occur.FILTER));
        return query.build();
    }
}
