package org.pennypost.imap.search;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.Shown;
import org.pennypost.imap.session.Vocabulary;

/** Reads the keys of a SEARCH (RFC 9051 §9 {@code search-key}, RFC 6203 §7): those that hold others, and through the vocabulary all others. */
public final class SearchReader {
    /** The deepest that NOT, OR, FUZZY and parentheses may be nested. */
    public static final int DEPTH_MAX = 100;

    /** The most keys of one search. */
    public static final int KEYS_MAX = 10_000;

    private final ImapReader in;
    private final Vocabulary vocabulary;
    private int keys;

    private SearchReader(ImapReader in, Vocabulary vocabulary) {
        this.in = in;
        this.vocabulary = vocabulary;
    }

    /** {@code search-key *(SP search-key)}, up to the end or a closing parenthesis: all of them must match. */
    public static SearchTerm keys(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        return new SearchReader(in, vocabulary).list(0);
    }

    private SearchTerm list(int depth) throws BadSyntax {
        List<SearchTerm> terms = new ArrayList<>();
        do {
            terms.add(key(depth));
        } while (in.accept(' '));
        return terms.size() == 1 ? terms.getFirst() : new Terms.All(terms);
    }

    private SearchTerm key(int depth) throws BadSyntax {
        if (depth == DEPTH_MAX) {
            throw new BadSyntax("search keys are nested at most " + DEPTH_MAX + " deep");
        }
        if (++keys > KEYS_MAX) {
            throw new BadSyntax("a search has at most " + KEYS_MAX + " keys");
        }
        if (in.accept('(')) {
            SearchTerm inside = list(depth + 1);
            in.expect(')');
            return inside;
        }
        if (in.isAtSequenceSet()) {
            return new Terms.Numbers(in.sequenceSet(), false);
        }
        String name = in.keyword("a search key");
        return switch (name) {
            case "NOT" -> {
                in.sp();
                yield new Terms.Not(key(depth + 1));
            }
            case "OR" -> {
                in.sp();
                SearchTerm one = key(depth + 1);
                in.sp();
                yield new Terms.Any(List.of(one, key(depth + 1)));
            }
            case "FUZZY" -> {
                in.sp();
                yield new Terms.Fuzzy(key(depth + 1).loose());
            }
            case "UID" -> {
                in.sp();
                yield new Terms.Numbers(in.sequenceSet(), true);
            }
            default -> leaf(name);
        };
    }

    private SearchTerm leaf(String name) throws BadSyntax {
        SearchKey key =
                vocabulary.searchKey(name).orElseThrow(() -> new BadSyntax("there is no search key " + Shown.of(name)));
        return key.parser().parse(in);
    }
}
