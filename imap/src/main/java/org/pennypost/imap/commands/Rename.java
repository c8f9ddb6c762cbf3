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
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.MailboxResult;

/** RENAME gives a mailbox, with all below it, another name; from INBOX it moves the messages out (RFC 9051 §6.3.6). */
record Rename(GivenName from, GivenName to) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "RENAME", CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), "RENAME mailbox new-name", Rename::parse);

    /** {@code rename = "RENAME" SP mailbox SP mailbox}. */
    private static Rename parse(ImapReader in, Vocabulary vocabulary) throws BadSyntax {
        in.sp();
        GivenName from = GivenName.parse(in);
        in.sp();
        return new Rename(from, GivenName.parse(in));
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        MailboxResult result = session.account().rename(from.name(), to.name());
        if (result instanceof MailboxResult.Done && !from.name().isInbox()) {
            from.tell(session, "", to.name(), out);
        }
        if (result instanceof MailboxResult.Done) {
            to.tell(session, "", out);
        }
        return Refusals.of(result, "RENAME done.");
    }
}
