package org.pennypost.imap.search;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.Dates;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.Flag;

/** Every SEARCH key of the two revisions (RFC 9051 §6.4.4, RFC 3501 §6.4.4) but those that hold others; extensions bring their own. */
public final class SearchKeys {
    /** How many days a date may be off that is asked for loosely (RFC 6203 §5). */
    static final long LOOSE_DAYS = 3;

    private static final long DAY_SECONDS = 86_400;

    /** A size may be off by one part in so many. */
    private static final long LOOSE_SIZE_PART = 10;

    private static final List<SearchKey> LISTING = List.of(
            SearchKey.named("ALL", _ -> true),
            with("ANSWERED", Flag.ANSWERED),
            with("DELETED", Flag.DELETED),
            with("DRAFT", Flag.DRAFT),
            with("FLAGGED", Flag.FLAGGED),
            SearchKey.named("SEEN", message -> message.isSeen()),
            without("UNANSWERED", Flag.ANSWERED),
            without("UNDELETED", Flag.DELETED),
            without("UNDRAFT", Flag.DRAFT),
            without("UNFLAGGED", Flag.FLAGGED),
            SearchKey.named("UNSEEN", message -> !message.isSeen()),
            new SearchKey("KEYWORD", in -> keyword(in, true)),
            new SearchKey("UNKEYWORD", in -> keyword(in, false)),
            SearchKey.named("RECENT", message -> message.isRecent()),
            SearchKey.named("OLD", message -> !message.isRecent()),
            SearchKey.named("NEW", message -> message.isRecent() && !message.isSeen()),
            new SearchKey("BEFORE", in -> received(in, day -> Measured.LEAST, day -> day - 1)),
            new SearchKey("ON", in -> received(in, day -> day, day -> day + DAY_SECONDS - 1)),
            new SearchKey("SINCE", in -> received(in, day -> day, day -> Long.MAX_VALUE)),
            new SearchKey("LARGER", in -> {
                long octets = octets(in);
                return size(octets, Math.min(octets, Long.MAX_VALUE - 1) + 1, Long.MAX_VALUE);
            }),
            new SearchKey("SMALLER", in -> {
                long octets = octets(in);
                return size(octets, Measured.LEAST, octets - 1);
            }));

    public static final List<SearchKey> ALL =
            Stream.concat(LISTING.stream(), TextKeys.ALL.stream()).toList();

    private SearchKeys() {}

    private static SearchKey with(String name, Flag flag) {
        return SearchKey.named(name, message -> message.flags().contains(flag));
    }

    private static SearchKey without(String name, Flag flag) {
        return SearchKey.named(name, message -> !message.flags().contains(flag));
    }

    private static SearchTerm keyword(ImapReader in, boolean wanted) throws BadSyntax {
        in.sp();
        Flag keyword = in.flag();
        return message -> message.flags().contains(keyword) == wanted;
    }

    /** The internal date's day in UTC, whatever its time (RFC 9051 §6.4.4). Bounds are made of the beginning of the day, in seconds since 1970. */
    private static SearchTerm received(ImapReader in, LongUnaryOperator from, LongUnaryOperator to) throws BadSyntax {
        in.sp();
        LocalDate date = Dates.date(in);
        long day = date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        return new Measured(
                SelectedMessage::receivedSeconds,
                from.applyAsLong(day),
                to.applyAsLong(day),
                LOOSE_DAYS * DAY_SECONDS,
                SearchTerm.Cost.LISTING);
    }

    private static SearchTerm size(long octets, long from, long to) {
        return new Measured(SelectedMessage::sizeOctets, from, to, octets / LOOSE_SIZE_PART, SearchTerm.Cost.LISTING);
    }

    private static long octets(ImapReader in) throws BadSyntax {
        in.sp();
        return in.number64();
    }
}
