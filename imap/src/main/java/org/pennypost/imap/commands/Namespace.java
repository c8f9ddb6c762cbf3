package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.Set;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Vocabulary;

/** NAMESPACE tells where names begin (RFC 9051 §6.3.10, RFC 2342 §5): all mailboxes are the account's own. */
record Namespace() implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "NAMESPACE", CommandSpec.LOGGED_IN, Set.of(Trait.MAY_EXPUNGE), "NAMESPACE", Namespace::parse);

    private static Namespace parse(ImapReader in, Vocabulary vocabulary) {
        return new Namespace();
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        out.untagged("NAMESPACE ((\"\" \"/\")) NIL NIL");
        return new Outcome.Ok("NAMESPACE done.");
    }
}
