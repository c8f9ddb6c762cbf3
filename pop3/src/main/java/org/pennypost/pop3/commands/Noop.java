package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** NOOP does nothing (RFC 1939 §5). */
final class Noop implements Pop3Command {
    @Override
    public String keyword() {
        return "NOOP";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        arguments.none();
        return new Outcome.Ok(session.say(Phrase.STILL_HERE));
    }
}
