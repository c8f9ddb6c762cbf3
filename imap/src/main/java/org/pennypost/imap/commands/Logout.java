package org.pennypost.imap.commands;

import java.util.Set;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.CommandSpec.Trait;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Vocabulary;

/** LOGOUT ends the session (RFC 9051 §6.1.3); nothing is expunged by it. */
record Logout() implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("LOGOUT", CommandSpec.ANY, Set.of(Trait.CHANGES_SELECTION), "LOGOUT", Logout::parse);

    private static Logout parse(ImapReader in, Vocabulary vocabulary) {
        return new Logout();
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) {
        return new Outcome.Bye("Goodbye.", "LOGOUT done.");
    }
}
