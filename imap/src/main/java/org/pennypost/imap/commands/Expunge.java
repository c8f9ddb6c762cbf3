package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.grammar.SequenceSet;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.UidSet;

/** EXPUNGE removes what is marked {@code \Deleted} (RFC 9051 §6.4.3), UID EXPUNGE only those that are named (§6.4.9, RFC 4315 §2.1). */
record Expunge(boolean byUid, SequenceSet set) implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("EXPUNGE", CommandSpec.SELECTED, Set.of(Trait.MAY_EXPUNGE), "EXPUNGE", Expunge::parse);

    static final CommandSpec BY_UID = new CommandSpec(
            "UID EXPUNGE", CommandSpec.SELECTED, Set.of(Trait.MAY_EXPUNGE), "UID EXPUNGE set", Expunge::parseByUid);

    private static Expunge parse(ImapReader in, Vocabulary vocabulary) {
        return new Expunge(false, SequenceSet.SAVED);
    }

    private static Expunge parseByUid(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        return new Expunge(true, in.sequenceSet());
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException {
        SelectedMailbox selected = session.selected();
        if (selected.isReadOnly()) {
            return Refusals.readOnly();
        }
        UidSet uids = byUid ? selected.uids(set, true, session.saved()) : UidSet.ALL;
        selected.account().expungeDeleted(selected.id(), uids);
        return new Outcome.Ok("EXPUNGE done.");
    }
}
