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

/** NOOP does nothing but bring news of the selected mailbox (RFC 9051 §6.1.2). So does CHECK (RFC 3501 §6.4.1): all is durable always. */
record Noop(String name) implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("NOOP", CommandSpec.ANY, Set.of(Trait.MAY_EXPUNGE, Trait.NEEDS_SYNC), "NOOP", Noop::parse);

    static final CommandSpec CHECK = new CommandSpec(
            "CHECK", CommandSpec.SELECTED, Set.of(Trait.MAY_EXPUNGE, Trait.NEEDS_SYNC), "CHECK", Noop::parseCheck);

    private static Noop parse(ImapReader in, Vocabulary vocabulary) {
        return new Noop("NOOP");
    }

    private static Noop parseCheck(ImapReader in, Vocabulary vocabulary) {
        return new Noop("CHECK");
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) {
        return new Outcome.Ok(name + " done.");
    }
}
