package org.pennypost.imap.extensions;

import java.util.List;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;

/** WITHIN: SEARCH by how many seconds ago a message came, to the second (RFC 5032). */
final class Within implements ImapExtension {
    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED ? List.of() : List.of("WITHIN");
    }

    @Override
    public List<SearchKey> searchKeys() {
        return List.of(
                new SearchKey("OLDER", in -> interval(in, true)), new SearchKey("YOUNGER", in -> interval(in, false)));
    }

    private static SearchTerm interval(ImapReader in, boolean older) throws BadSyntax {
        in.sp();
        return new Interval(in.nzNumber(), older);
    }

    /** Has to be bound before it matches anything: only then it is known what time it is. */
    private record Interval(long seconds, boolean older) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) {
            throw new IllegalStateException("the search is not bound to a session");
        }

        /** The moment itself belongs to both (RFC 5032 §2). */
        @Override
        public SearchTerm bound(ImapSession session) {
            long then = session.service().clock().instant().getEpochSecond() - seconds;
            return older ? message -> message.receivedSeconds() <= then : message -> message.receivedSeconds() >= then;
        }
    }
}
