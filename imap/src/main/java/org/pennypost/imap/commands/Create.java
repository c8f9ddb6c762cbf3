package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.Set;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxResult;

/** CREATE makes a mailbox, and those above it that are missing (RFC 9051 §6.3.4). */
record Create(GivenName given) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "CREATE", CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), "CREATE mailbox", Create::parse);

    /** {@code create = "CREATE" SP mailbox}. */
    private static Create parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        return new Create(GivenName.parse(in));
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        MailboxResult result = session.account().create(given.name());
        if (result instanceof MailboxResult.Done(MailboxId id)) {
            given.tell(session, "", out);
            return new Outcome.Ok(ResponseCode.mailboxId(id), "CREATE done.");
        }
        return Refusals.of(result, "CREATE done.");
    }
}
