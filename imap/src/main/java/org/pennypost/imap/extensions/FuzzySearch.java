package org.pennypost.imap.extensions;

import java.util.List;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;

/**
 * SEARCH=FUZZY (RFC 6203): on offer where the mailboxes have an index of words. The key itself is in {@link org.pennypost.imap.search.SearchReader}; without such an
 * index it finds what it would find exactly (RFC 6203 §3 leaves the matching to the server).
 */
final class FuzzySearch implements ImapExtension {
    @Override
    public List<String> capabilities(ImapSession session) {
        boolean offered = session.state() != ImapState.NOT_AUTHENTICATED
                && session.account().searchesLoosely();
        return offered ? List.of("SEARCH=FUZZY") : List.of();
    }
}
