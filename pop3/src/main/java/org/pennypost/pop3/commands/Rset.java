package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Maildrop;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** RSET unmarks all deleted messages (RFC 1939 §5), and resets what LAST tells (RFC 1081). */
final class Rset implements Pop3Command {
    @Override
    public String keyword() {
        return "RSET";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        arguments.none();
        Maildrop maildrop = session.maildrop();
        maildrop.reset();
        return new Outcome.Ok(session.say(Phrase.UNMARKED, maildrop.summary(session.language())));
    }
}
