package org.pennypost.imap.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.Dates;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.text.CaseMap;
import org.pennypost.mime.parse.Header;
import org.pennypost.mime.parse.HeaderField;

/** The SEARCH keys that look into messages (RFC 9051 §6.4.4): they match what contains the string, decoded, in any case of letters. */
final class TextKeys {
    private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

    /** The day of a Date field (RFC 5322 §3.3, §4.3), whatever is around it. */
    private static final Pattern DAY = Pattern.compile("(\\d{1,2})\\s+([A-Za-z]{3})[a-z]*\\s+(\\d{2,4})\\b");

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
            Optional<MessageContent> content = message.octets();
            try {
                return content.isPresent() && question.isTrueOf(message, content.get());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        @Override
        public Cost cost() {
            return Cost.CONTENT;
        }
    }

    /** What is asked of a message that is read. */
    @FunctionalInterface
    private interface Question {
        boolean isTrueOf(SelectedMessage message, MessageContent content) throws IOException;
    }

    private static SearchKey field(String name) {
        return new SearchKey(name, in -> contains(name, in));
    }

    /** A field of that name contains the string; the empty string is in each that is there. */
    private static SearchTerm contains(String name, ImapReader in) throws BadSyntax {
        in.sp();
        String needle = CaseMap.fold(in.astring());
        return new Reading((message, content) -> header(message, content).all(name).stream()
                .anyMatch(field -> CaseMap.fold(field.text()).contains(needle)));
    }

    private static Header header(SelectedMessage message, MessageContent content) throws IOException {
        return message.parsed(content).root().header();
    }

    private static SearchTerm text(ImapReader in, boolean headerToo) throws BadSyntax {
        in.sp();
        String needle = CaseMap.fold(in.astring());
        return new Reading((message, content) -> {
            if (headerToo) {
                for (HeaderField field : header(message, content).fields()) {
                    if (CaseMap.fold(field.name() + ": " + field.text()).contains(needle)) {
                        return true;
                    }
                }
            }
            return BodyText.contains(message.parsed(content).root(), needle);
        });
    }

    /** Compares the day of the Date field, its time and zone left out; a message without one was never sent. */
    private static SearchTerm sent(ImapReader in, Predicate<Integer> wanted) throws BadSyntax {
        in.sp();
        LocalDate date = Dates.date(in);
        return new Reading((message, content) -> day(header(message, content).value("Date"))
                .filter(day -> wanted.test(day.compareTo(date)))
                .isPresent());
    }

    static Optional<LocalDate> day(String field) {
        Matcher found = DAY.matcher(field);
        if (!found.find()) {
            return Optional.empty();
        }
        int month = MONTHS.indexOf(found.group(2).toUpperCase(Locale.ROOT));
        int year = Integer.parseInt(found.group(3));
        if (found.group(3).length() == 2) {
            year += year < 50 ? 2000 : 1900;
        } else if (found.group(3).length() == 3) {
            year += 1900;
        }
        try {
            return month % 3 == 0
                    ? Optional.of(LocalDate.of(year, month / 3 + 1, Integer.parseInt(found.group(1))))
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
