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
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.MessageText;
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

    /** A term that reads the message; one whose octets are gone does not match. */
    private record Reading(Question question) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) throws IOException {
            Optional<MessageText> text = message.text();
            return text.isPresent() && question.isTrueOf(text.get());
        }

        @Override
        public Cost cost() {
            return Cost.CONTENT;
        }
    }

    /** What is asked of a message that is read. */
    @FunctionalInterface
    private interface Question {
        boolean isTrueOf(MessageText text) throws IOException;
    }

    private static SearchKey field(String name) {
        return new SearchKey(name, in -> contains(name, in));
    }

    /** A field of that name contains the string; the empty string is in each that is there. */
    private static SearchTerm contains(String name, ImapReader in) throws BadSyntax {
        in.sp();
        Needle needle = new Needle(in.astring());
        return new Reading(text -> text.headerContains(name, needle));
    }

    private static SearchTerm text(ImapReader in, boolean headerToo) throws BadSyntax {
        in.sp();
        Needle needle = new Needle(in.astring());
        return new Reading(text -> headerToo ? text.textContains(needle) : text.bodyContains(needle));
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
