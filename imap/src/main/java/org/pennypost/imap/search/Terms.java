package org.pennypost.imap.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.SequenceSet;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;

/** The search terms that hold others, and those that name messages. Cheap ones are asked before dear ones. */
final class Terms {
    private Terms() {}

    private static List<SearchTerm> cheapFirst(List<SearchTerm> terms) {
        return terms.stream().sorted(Comparator.comparing(SearchTerm::cost)).toList();
    }

    private static SearchTerm.Cost dearest(List<SearchTerm> terms) {
        return terms.stream()
                .map(SearchTerm::cost)
                .max(Comparator.naturalOrder())
                .orElse(SearchTerm.Cost.LISTING);
    }

    private static List<SearchTerm> bound(List<SearchTerm> terms, ImapSession session) throws BadSyntax {
        List<SearchTerm> bound = new ArrayList<>();
        for (SearchTerm term : terms) {
            bound.add(term.bound(session));
        }
        return bound;
    }

    /** All of them. */
    record All(List<SearchTerm> terms) implements SearchTerm {
        All {
            terms = cheapFirst(terms);
        }

        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            for (SearchTerm term : terms) {
                if (!term.matches(message)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Cost cost() {
            return dearest(terms);
        }

        @Override
        public boolean asksForModSeq() {
            return terms.stream().anyMatch(SearchTerm::asksForModSeq);
        }

        @Override
        public boolean namesNumbers() {
            return terms.stream().anyMatch(SearchTerm::namesNumbers);
        }

        @Override
        public SearchTerm bound(ImapSession session) throws BadSyntax {
            return new All(Terms.bound(terms, session));
        }
    }

    /** One of them at least. */
    record Any(List<SearchTerm> terms) implements SearchTerm {
        Any {
            terms = cheapFirst(terms);
        }

        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            for (SearchTerm term : terms) {
                if (term.matches(message)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Cost cost() {
            return dearest(terms);
        }

        @Override
        public boolean asksForModSeq() {
            return terms.stream().anyMatch(SearchTerm::asksForModSeq);
        }

        @Override
        public boolean namesNumbers() {
            return terms.stream().anyMatch(SearchTerm::namesNumbers);
        }

        @Override
        public SearchTerm bound(ImapSession session) throws BadSyntax {
            return new Any(Terms.bound(terms, session));
        }
    }

    /** Not that. */
    record Not(SearchTerm term) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            return !term.matches(message);
        }

        @Override
        public Cost cost() {
            return term.cost();
        }

        @Override
        public boolean asksForModSeq() {
            return term.asksForModSeq();
        }

        @Override
        public boolean namesNumbers() {
            return term.namesNumbers();
        }

        @Override
        public SearchTerm bound(ImapSession session) throws BadSyntax {
            return new Not(term.bound(session));
        }
    }

    /** Those that a client names; they have to be bound before they match anything. */
    record Numbers(SequenceSet set, boolean byUid) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) {
            throw new IllegalStateException("the search is not bound to a session");
        }

        @Override
        public boolean namesNumbers() {
            return !byUid;
        }

        @Override
        public SearchTerm bound(ImapSession session) throws BadSyntax {
            return new Uids(session.selected().uids(set, byUid, session.saved()));
        }
    }

    /** Those with these UIDs. */
    record Uids(UidSet uids) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) {
            return uids.contains(new Uid(message.uid()));
        }
    }
}
