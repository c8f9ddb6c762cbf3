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
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.UidSet;

/**
 * CLOSE leaves the selected mailbox and removes what is marked {@code \Deleted}, without a word (RFC 9051 §6.4.1); UNSELECT leaves it as it
 * is (§6.4.2).
 */
record Close(boolean expunges) implements Command {
    static final CommandSpec SPEC =
            new CommandSpec("CLOSE", CommandSpec.SELECTED, Set.of(Trait.CHANGES_SELECTION), "CLOSE", Close::parse);

    static final CommandSpec UNSELECT = new CommandSpec(
            "UNSELECT", CommandSpec.SELECTED, Set.of(Trait.CHANGES_SELECTION), "UNSELECT", Close::parseUnselect);

    private static Close parse(ImapReader in, Vocabulary vocabulary) {
        return new Close(true);
    }

    private static Close parseUnselect(ImapReader in, Vocabulary vocabulary) {
        return new Close(false);
    }

    @Override
    public Outcome handle(ImapSession session, ResponseWriter out) throws IOException {
        SelectedMailbox selected = session.selected();
        if (expunges && !selected.isReadOnly()) {
            selected.account().expungeDeleted(selected.id(), UidSet.ALL);
        }
        session.unselect();
        return new Outcome.Ok(expunges ? "CLOSE done." : "UNSELECT done.");
    }
}
