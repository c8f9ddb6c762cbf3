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

    private static List<SearchTerm> loose(List<SearchTerm> terms) {
        return terms.stream().map(SearchTerm::loose).toList();
    }

    private static List<SearchTerm> bound(List<SearchTerm> terms, ImapSession session) throws BadSyntax {
        List<SearchTerm> bound = new ArrayList<>();
        for (SearchTerm term : terms) {
            bound.add(term.bound(session));
        }
        return bound;
    }

    /** One that holds another and asks no more than that one does. */
    sealed interface Around extends SearchTerm {
        SearchTerm term();

        @Override
        default boolean isFuzzy() {
            return term().isFuzzy();
        }

        @Override
        default Cost cost() {
            return term().cost();
        }

        @Override
        default boolean asksForModSeq() {
            return term().asksForModSeq();
        }

        @Override
        default boolean namesNumbers() {
            return term().namesNumbers();
        }
    }

    /** One that holds several and asks for what any of them asks for. */
    sealed interface Several extends SearchTerm {
        List<SearchTerm> terms();

        @Override
        default boolean isFuzzy() {
            return terms().stream().anyMatch(SearchTerm::isFuzzy);
        }

        @Override
        default Cost cost() {
            return terms().stream()
                    .map(SearchTerm::cost)
                    .max(Comparator.naturalOrder())
                    .orElse(Cost.LISTING);
        }

        @Override
        default boolean asksForModSeq() {
            return terms().stream().anyMatch(SearchTerm::asksForModSeq);
        }

        @Override
        default boolean namesNumbers() {
            return terms().stream().anyMatch(SearchTerm::namesNumbers);
        }
    }

    /** All of them. */
    record All(List<SearchTerm> terms) implements Several {
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

        /** The mean of those that have a more and less. */
        @Override
        public double likeness(SelectedMessage message) throws IOException {
            double sum = 0;
            int fuzzy = 0;
            for (SearchTerm term : terms) {
                double likeness = term.likeness(message);
                if (likeness == 0) {
                    return 0;
                }
                if (term.isFuzzy()) {
                    sum += likeness;
                    fuzzy++;
                }
            }
            return fuzzy == 0 ? 1 : sum / fuzzy;
        }

        @Override
        public SearchTerm loose() {
            return new All(Terms.loose(terms));
        }

        @Override
        public SearchTerm bound(ImapSession session) throws BadSyntax {
            return new All(Terms.bound(terms, session));
        }
    }

    /** One of them at least. */
    record Any(List<SearchTerm> terms) implements Several {
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
        public double likeness(SelectedMessage message) throws IOException {
            double likeness = 0;
            for (SearchTerm term : terms) {
                likeness = Math.max(likeness, term.likeness(message));
                if (likeness == 1) {
                    return 1;
                }
            }
            return likeness;
        }

        @Override
        public SearchTerm loose() {
            return new Any(Terms.loose(terms));
        }

        @Override
        public SearchTerm bound(ImapSession session) throws BadSyntax {
            return new Any(Terms.bound(terms, session));
        }
    }

    /** Not that. */
    record Not(SearchTerm term) implements Around {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            return !term.matches(message);
        }

        @Override
        public SearchTerm loose() {
            return new Not(term.loose());
        }

        @Override
        public SearchTerm bound(ImapSession session) throws BadSyntax {
            return new Not(term.bound(session));
        }
    }

    /** FUZZY (RFC 6203 §3): what it holds is loose already. */
    record Fuzzy(SearchTerm term) implements Around {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            return term.matches(message);
        }

        @Override
        public double likeness(SelectedMessage message) throws IOException {
            return term.likeness(message);
        }

        @Override
        public boolean isFuzzy() {
            return true;
        }

        @Override
        public SearchTerm bound(ImapSession session) throws BadSyntax {
            return new Fuzzy(term.bound(session));
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
