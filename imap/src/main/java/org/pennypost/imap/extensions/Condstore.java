package org.pennypost.imap.extensions;

import java.util.List;
import java.util.Locale;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.ImapExtension;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.imap.session.SearchKey;
import org.pennypost.imap.session.SearchTerm;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.imap.session.StatusItem;

/**
 * CONDSTORE and QRESYNC (RFC 7162): what they add to FETCH, SEARCH and STATUS. The parameters and modifiers of SELECT, FETCH and STORE are where
 * those commands are. A message has one mod-sequence, not one for each flag.
 */
final class Condstore implements ImapExtension {
    /** {@code MODSEQ} in FETCH (§3.1.4.2). */
    private record ModSeqItem() implements FetchItem {
        @Override
        public void write(SelectedMessage message, ResponseWriter out) {
            out.raw("MODSEQ (").number(message.modSeq()).raw(')');
        }

        @Override
        public boolean asksForModSeq() {
            return true;
        }
    }

    /** {@code MODSEQ} in SEARCH (§3.1.5): changed then or later. */
    private record SinceTerm(long modSeq) implements SearchTerm {
        @Override
        public boolean matches(SelectedMessage message) {
            return message.modSeq() >= modSeq;
        }

        @Override
        public boolean asksForModSeq() {
            return true;
        }
    }

    @Override
    public List<String> capabilities(ImapSession session) {
        return session.state() == ImapState.NOT_AUTHENTICATED ? List.of() : List.of("CONDSTORE", "QRESYNC");
    }

    @Override
    public List<FetchAttribute> fetchAttributes() {
        return List.of(FetchAttribute.named("MODSEQ", new ModSeqItem()));
    }

    @Override
    public List<SearchKey> searchKeys() {
        return List.of(new SearchKey("MODSEQ", Condstore::since));
    }

    /** {@code search-modsequence = "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer}. */
    private static SearchTerm since(ImapReader in) throws BadSyntax {
        in.sp();
        if (in.isNext('"')) {
            // One mod-sequence for all of a message's flags: which of them is meant makes no difference.
            String entry = in.string();
            if (!entry.toLowerCase(Locale.ROOT).startsWith("/flags/")) {
                throw new BadSyntax("an entry is \"/flags/\" and the name of a flag");
            }
            in.sp();
            String type = in.keyword("priv, shared or all");
            if (!List.of("PRIV", "SHARED", "ALL").contains(type)) {
                throw new BadSyntax("the type of an entry is priv, shared or all");
            }
            in.sp();
        }
        return new SinceTerm(in.number64());
    }

    @Override
    public List<StatusItem> statusItems() {
        return List.of(new StatusItem(
                StatusItem.HIGHESTMODSEQ,
                (_, mailbox) -> mailbox.highestModSeq().number()));
    }
}
