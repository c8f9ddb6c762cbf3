package org.pennypost.imap.commands;

import java.util.Set;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.Command;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.Vocabulary;

/** STARTTLS begins TLS (RFC 9051 §6.2.1). */
record StartTls() implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("STARTTLS", CommandSpec.BEFORE_LOGIN, Set.of(), "STARTTLS", StartTls::parse);

    private static StartTls parse(ImapReader in, Vocabulary vocabulary) {
        return new StartTls();
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) {
        return session.canStartTls()
                ? new Outcome.StartTls("Begin TLS now.")
                : new Outcome.Bad("TLS is here already, or not to be had on this server.");
    }
}
