package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.grammar.SequenceSet;
import org.pennypost.imap.search.Found;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.MessageWalk;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.FlagsResult;
import org.pennypost.mailbox.ModSeq;
import org.pennypost.mailbox.NoSuchMailbox;
import org.pennypost.mailbox.TooManyKeywords;
import org.pennypost.mailbox.UidSet;

/** STORE changes the flags of messages (RFC 9051 §6.4.6), UID STORE of those that UIDs name (§6.4.9); if they have not changed since (RFC 7162 §3.1.3). */
record Store(boolean byUid, SequenceSet set, Optional<ModSeq> unchangedSince, FlagChange change, boolean silent)
        implements Command {
    private static final String FORM = "STORE set [(UNCHANGEDSINCE modseq)] [+|-]FLAGS[.SILENT] (flag ...)";

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
        Optional<ModSeq> unchangedSince = Optional.empty();
        if (in.accept('(')) {
            unchangedSince = Optional.of(unchangedSince(in));
            in.expect(')');
            in.sp();
        }
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
        return new Store(byUid, set, unchangedSince, new FlagChange(how, flags), silent);
    }

    /** {@code store-modifier = "UNCHANGEDSINCE" SP mod-sequence-valzer}, once (RFC 7162 §7). */
    private static ModSeq unchangedSince(ImapReader in) throws BadSyntax {
        if (!in.acceptWord("UNCHANGEDSINCE")) {
            throw in.expected("UNCHANGEDSINCE");
        }
        in.sp();
        return new ModSeq(in.number64());
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
        if (unchangedSince.isPresent()) {
            session.enableCondstore(out);
        }
        FlagsResult result = unchangedSince.isPresent()
                ? ConditionalStore.perform(selected, uids, change, unchangedSince.get())
                : selected.account().flags(selected.id(), uids, change);
        return switch (result) {
            case FlagsResult.Changed done -> {
                boolean ghosts = selected.tellOfFlags(out, uids, done.modified(), change, silent, byUid);
                yield done.modified().isEmpty() ? done(ghosts) : modified(selected, done.modified(), ghosts);
            }
            case TooManyKeywords refused -> Refusals.tooManyKeywords(refused);
            // the report that follows finds it gone
            case NoSuchMailbox _ -> Refusals.nonexistent();
        };
    }

    private static Outcome done(boolean ghosts) {
        return ghosts
                ? new Outcome.Ok(ResponseCode.EXPUNGEISSUED, "STORE done, but some of the messages are expunged.")
                : new Outcome.Ok("STORE done.");
    }

    /** RFC 7162 §3.1.3: those that were left alone, as the client names messages in this command. */
    private Outcome modified(SelectedMailbox selected, UidSet left, boolean ghosts) {
        Found named = new Found();
        try (MessageWalk walk = selected.walk(left)) {
            while (walk.next()) {
                named.add(byUid ? walk.message().uid() : walk.message().number());
            }
        }
        if (named.count() == 0) {
            return done(ghosts);
        }
        ResponseCode code = ResponseCode.modified(named.uids().toString());
        return ghosts
                ? new Outcome.No(code, "Some of the messages have changed since, and some are expunged.")
                : new Outcome.Ok(code, "STORE done but for some that have changed since.");
    }
}
