package org.pennypost.imap.search;

import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.Dates;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.MessageText;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.text.Needle;

/** The SEARCH keys that look into messages (RFC 9051 §6.4.4): they match what contains the string, decoded, in any case of letters. */
final class TextKeys {
    static final List<SearchKey> ALL = List.of(
            field("BCC"),
            field("CC"),
            field("FROM"),
            field("SUBJECT"),
            field("TO"),
            new SearchKey("HEADER", in -> {
                in.sp();
                String name = in.astring();
                return contains(name, in);
            }),
            new SearchKey("BODY", in -> text(in, false)),
            new SearchKey("TEXT", in -> text(in, true)),
            new SearchKey("SENTBEFORE", in -> sent(in, order -> order < 0)),
            new SearchKey("SENTON", in -> sent(in, order -> order == 0)),
            new SearchKey("SENTSINCE", in -> sent(in, order -> order >= 0)));

    private TextKeys() {}

    /** A term that reads the message, unless what was noted of its header says enough; one whose octets are gone does not match. */
    private record Reading(TextQuery query) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            if (query instanceof TextQuery.Header(String name, Needle needle)) {
                Optional<Projection> projection = message.projection();
                if (projection.isEmpty()) {
                    return false;
                }
                Optional<Boolean> noted = MessageText.headerContains(projection.get(), name, needle);
                if (noted.isPresent()) {
                    return noted.get();
                }
            }
            Optional<MessageText> text = message.text();
            return text.isPresent() && isTrueOf(text.get());
        }

        private boolean isTrueOf(MessageText text) throws IOException {
            return switch (query) {
                case TextQuery.Header(String name, Needle needle) -> text.headerContains(name, needle);
                case TextQuery.Body(Needle needle) -> text.bodyContains(needle);
                case TextQuery.Text(Needle needle) -> text.textContains(needle);
            };
        }

        @Override
        public Cost cost() {
            return query instanceof TextQuery.Header ? Cost.PROJECTION : Cost.CONTENT;
        }

        @Override
        public SearchTerm bound(ImapSession session) {
            return new Proposed(session.account().candidates(query), this);
        }
    }

    /** The same, which reads only what the index proposes. */
    private record Proposed(Candidates candidates, Reading reading) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            return candidates.mayHold(message.content()) && reading.matches(message);
        }

        @Override
        public Cost cost() {
            return reading.cost();
        }
    }

    private static SearchKey field(String name) {
        return new SearchKey(name, in -> contains(name, in));
    }

    /** A field of that name contains the string; the empty string is in each that is there. */
    private static SearchTerm contains(String name, ImapReader in) throws BadSyntax {
        in.sp();
        Needle needle = new Needle(in.astring());
        return new Reading(new TextQuery.Header(name, needle));
    }

    private static SearchTerm text(ImapReader in, boolean headerToo) throws BadSyntax {
        in.sp();
        Needle needle = new Needle(in.astring());
        return new Reading(headerToo ? new TextQuery.Text(needle) : new TextQuery.Body(needle));
    }

    /** Compares the day of the Date field, its time and zone left out; a message without one was never sent. */
    private static SearchTerm sent(ImapReader in, Predicate<Integer> wanted) throws BadSyntax {
        in.sp();
        return new Sent(Dates.date(in), wanted);
    }

    /** By the day that was noted when the message came. */
    private record Sent(LocalDate date, Predicate<Integer> wanted) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            Optional<Projection> projection = message.projection();
            Optional<OffsetDateTime> sent =
                    projection.isEmpty() ? Optional.empty() : projection.get().sent();
            return sent.isPresent() && wanted.test(sent.get().toLocalDate().compareTo(date));
        }

        @Override
        public Cost cost() {
            return Cost.PROJECTION;
        }
    }
}
