package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.Optional;
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
import org.pennypost.mailbox.CopyResult;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.NoSuchMailbox;
import org.pennypost.mailbox.OverQuota;
import org.pennypost.mailbox.TooManyKeywords;
import org.pennypost.mailbox.UidSet;

/**
 * COPY puts copies of messages into another mailbox (RFC 9051 §6.4.7), MOVE the messages themselves (§6.4.8, RFC 6851), and both say which
 * UIDs they have there (RFC 4315 §3).
 */
record Copy(boolean moves, boolean byUid, SequenceSet set, MailboxName to) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "COPY",
            CommandSpec.SELECTED,
            Set.of(Trait.USES_SEQUENCE_NUMBERS),
            "COPY set mailbox",
            (in, _) -> parse(in, false, false));

    static final CommandSpec BY_UID = new CommandSpec(
            "UID COPY",
            CommandSpec.SELECTED,
            Set.of(Trait.MAY_EXPUNGE),
            "UID COPY set mailbox",
            (in, _) -> parse(in, false, true));

    /** Its numbers are read before anything is moved, and the moved messages are expunged in its course (RFC 6851 §3.1). */
    static final CommandSpec MOVE = new CommandSpec(
            "MOVE",
            CommandSpec.SELECTED,
            Set.of(Trait.MAY_EXPUNGE),
            "MOVE set mailbox",
            (in, _) -> parse(in, true, false));

    static final CommandSpec MOVE_BY_UID = new CommandSpec(
            "UID MOVE",
            CommandSpec.SELECTED,
            Set.of(Trait.MAY_EXPUNGE),
            "UID MOVE set mailbox",
            (in, _) -> parse(in, true, true));

    private static Copy parse(ImapReader in, boolean moves, boolean byUid) throws BadSyntax {
        in.sp();
        SequenceSet set = in.sequenceSet();
        in.sp();
        return new Copy(moves, byUid, set, in.mailbox());
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws BadSyntax, IOException {
        SelectedMailbox selected = session.selected();
        if (moves && selected.isReadOnly()) {
            return Refusals.readOnly();
        }
        UidSet uids = selected.uids(set, byUid, session.saved());
        if (selected.numbers().hasGhostIn(uids)) {
            return Refusals.expungeIssued();
        }
        Optional<MailboxId> target = selected.account().find(to);
        if (target.isEmpty()) {
            return Refusals.tryCreate();
        }
        CopyResult result = moves
                ? selected.account().move(selected.id(), uids, target.get())
                : selected.account().copy(selected.id(), uids, target.get());
        return switch (result) {
            case CopyResult.Copied copied -> done(copied, out);
            case OverQuota full -> Refusals.overQuota(full);
            case NoSuchMailbox _ -> Refusals.tryCreate();
            case TooManyKeywords refused -> Refusals.tooManyKeywords(refused);
        };
    }

    /** MOVE tells the new UIDs before the EXPUNGE responses (RFC 6851 §4.3), COPY with the tagged one. */
    private Outcome done(CopyResult.Copied copied, ResponseWriter out) throws IOException {
        if (copied.from().isEmpty()) {
            return new Outcome.Ok("None of these messages is there.");
        }
        ResponseCode code = ResponseCode.copyUid(copied.uidValidity(), copied.from(), copied.to());
        if (!moves) {
            return new Outcome.Ok(code, "COPY done.");
        }
        out.begin().raw("OK [").raw(code.text()).raw("] Moved.").end();
        return new Outcome.Ok("MOVE done.");
    }
}
