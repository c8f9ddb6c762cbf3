package org.pennypost.imap.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongUnaryOperator;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.Dates;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.Candidates;
import org.pennypost.mailbox.Glance;
import org.pennypost.mailbox.Likeness;
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
            new SearchKey("SENTBEFORE", in -> sent(in, day -> Measured.LEAST, day -> day - 1)),
            new SearchKey("SENTON", in -> sent(in, day -> day, day -> day)),
            new SearchKey("SENTSINCE", in -> sent(in, day -> day, day -> Long.MAX_VALUE)));

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
        public SearchTerm loose() {
            return new Loose(this);
        }

        @Override
        public SearchTerm bound(ImapSession session) {
            return new Proposed(session.account().candidates(query), this);
        }
    }

    /** The same asked loosely (RFC 6203 §3): by words, where there is an index of them. */
    private record Loose(Reading exact) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) {
            throw new IllegalStateException("the search is not bound to a session");
        }

        @Override
        public boolean isFuzzy() {
            return true;
        }

        @Override
        public Cost cost() {
            return Cost.CONTENT;
        }

        @Override
        public SearchTerm bound(ImapSession session) {
            Optional<Likeness> likeness = session.account().likeness(exact.query);
            return likeness.isPresent() ? new Alike(likeness.get()) : exact.bound(session);
        }
    }

    /** Those that are like it; one that the index does not know is read. */
    private record Alike(Likeness likeness) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            return likeness(message) > 0;
        }

        @Override
        public double likeness(SelectedMessage message) throws IOException {
            OptionalDouble known = likeness.known(message.content());
            if (known.isPresent()) {
                return known.getAsDouble();
            }
            Optional<MessageText> text = message.text();
            return text.isPresent() ? likeness.of(text.get()) : 0;
        }

        @Override
        public boolean isFuzzy() {
            return true;
        }

        @Override
        public Cost cost() {
            return Cost.CONTENT;
        }
    }

    /** The same, which reads only what the index proposes, and of that not what a glance at its octets rules out. */
    private record Proposed(Candidates candidates, Reading reading) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            return candidates.mayHold(message.content()) && message.mayHold(reading.query) && reading.matches(message);
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

    /** Compares the day of the Date field, its time and zone left out; a message without one was never sent. Bounds are made of the day's number. */
    private static SearchTerm sent(ImapReader in, LongUnaryOperator from, LongUnaryOperator to) throws BadSyntax {
        in.sp();
        long day = Dates.date(in).toEpochDay();
        return new Measured(
                TextKeys::sentDay,
                from.applyAsLong(day),
                to.applyAsLong(day),
                SearchKeys.LOOSE_DAYS,
                SearchTerm.Cost.PROJECTION);
    }

    /** By what was noted when the message came. */
    private static long sentDay(SelectedMessage message) throws IOException {
        Optional<Glance> glance = message.glance();
        return glance.isPresent() && glance.get().dated() ? glance.get().sentDay() : Measured.NONE;
    }
}
