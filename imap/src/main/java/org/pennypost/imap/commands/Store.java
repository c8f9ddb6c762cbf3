package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.LinkedHashSet;
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
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.FlagsResult;
import org.pennypost.mailbox.NoSuchMailbox;
import org.pennypost.mailbox.TooManyKeywords;
import org.pennypost.mailbox.UidSet;

/** STORE changes the flags of messages (RFC 9051 §6.4.6), UID STORE of those that UIDs name (§6.4.9). */
record Store(boolean byUid, SequenceSet set, FlagChange change, boolean silent) implements Command {
    private static final String FORM = "STORE set [+|-]FLAGS[.SILENT] (flag ...)";

    static final CommandSpec SPEC =
            new CommandSpec("STORE", CommandSpec.SELECTED, Set.of(Trait.USES_SEQUENCE_NUMBERS), FORM, Store::parse);

    static final CommandSpec BY_UID = new CommandSpec(
            "UID STORE", CommandSpec.SELECTED, Set.of(Trait.MAY_EXPUNGE), "UID " + FORM, Store::parseByUid);

    private static Store parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        return parse(in, false);
    }

    private static Store parseByUid(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        return parse(in, true);
    }

    /** {@code store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))}. */
    private static Store parse(ImapReader in, boolean byUid) throws BadSyntax {
        in.sp();
        SequenceSet set = in.sequenceSet();
        in.sp();
        FlagChange.How how = FlagChange.How.REPLACE;
        if (in.accept('+')) {
            how = FlagChange.How.ADD;
        } else if (in.accept('-')) {
            how = FlagChange.How.REMOVE;
        }
        boolean silent = in.acceptWord("FLAGS.SILENT");
        if (!silent && !in.acceptWord("FLAGS")) {
            throw in.expected("FLAGS or FLAGS.SILENT");
        }
        in.sp();
        Set<Flag> flags = in.isNext('(') ? in.flagList() : flags(in);
        return new Store(byUid, set, new FlagChange(how, flags), silent);
    }

    private static Set<Flag> flags(ImapReader in) throws BadSyntax {
        Set<Flag> flags = new LinkedHashSet<>();
        do {
            flags.add(in.flag());
        } while (in.accept(' '));
        return flags;
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException {
        SelectedMailbox selected = session.selected();
        if (selected.isReadOnly()) {
            return Refusals.readOnly();
        }
        UidSet uids = selected.uids(set, byUid, session.saved());
        return switch (selected.account().flags(selected.id(), uids, change)) {
            case FlagsResult.Changed _ -> {
                boolean ghosts = selected.tellOfFlags(out, uids, change, silent, byUid);
                yield ghosts
                        ? new Outcome.Ok(
                                ResponseCode.EXPUNGEISSUED, "STORE done, but some of the messages are expunged.")
                        : new Outcome.Ok("STORE done.");
            }
            case TooManyKeywords refused -> Refusals.tooManyKeywords(refused);
            // the report that follows finds it gone
            case NoSuchMailbox _ -> Refusals.nonexistent();
        };
    }
}
