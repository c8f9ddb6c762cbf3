package org.pennypost.imap.extensions;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.Dates;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;

/** SAVEDATE: when a message came into its mailbox, by delivery, APPEND, COPY or MOVE (RFC 8514). Every message has that here. */
final class SaveDate implements ImapExtension {
    private static final long DAY_SECONDS = 86_400;

    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED ? List.of() : List.of("SAVEDATE");
    }

    @Override
    public List<FetchAttribute> fetchAttributes() {
        return List.of(FetchAttribute.named(
                "SAVEDATE",
                (message, out) -> out.raw("SAVEDATE \"")
                        .raw(Dates.spelled(Instant.ofEpochSecond(message.savedSeconds())))
                        .raw('"')));
    }

    @Override
    public List<SearchKey> searchKeys() {
        return List.of(
                new SearchKey("SAVEDBEFORE", in -> saved(in, Long.MIN_VALUE, 0)),
                new SearchKey("SAVEDON", in -> saved(in, 0, DAY_SECONDS)),
                new SearchKey("SAVEDSINCE", in -> saved(in, 0, Long.MAX_VALUE)),
                SearchKey.named("SAVEDATESUPPORTED", _ -> true));
    }

    /** The day in UTC. Bounds are in seconds from the beginning of the day. */
    private static SearchTerm saved(ImapReader in, long from, long to) throws BadSyntax {
        in.sp();
        LocalDate date = Dates.date(in);
        long day = date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        return message -> {
            long since = message.savedSeconds() - day;
            return since >= from && since < to;
        };
    }
}
