package org.pennypost.imap.commands;

import java.io.IOException;
import java.util.Set;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Vocabulary;

/** CAPABILITY tells what the server can do (RFC 9051 §6.1.1). */
record Capability() implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("CAPABILITY", CommandSpec.ANY, Set.of(), "CAPABILITY", Capability::parse);

    private static Capability parse(ImapReader in, Vocabulary vocabulary) {
        return new Capability();
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        out.untagged(
                "CAPABILITY " + String.join(" ", session.service().vocabulary().capabilities(session)));
        return new Outcome.Ok("That is what there is.");
    }
}
