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

/** IDLE waits for news until the client says DONE (RFC 9051 §6.3.13, RFC 2177). What is known already is told behind the go-ahead. */
record Idle() implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("IDLE", CommandSpec.LOGGED_IN, Set.of(Trait.CHANGES_SELECTION), "IDLE", Idle::parse);

    private static Idle parse(ImapReader in, Vocabulary vocabulary) {
        return new Idle();
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) {
        return new Outcome.Idle("Changes follow; say DONE to end.");
    }
}
