package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Maildrop;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** STAT tells how many messages there are and how large they are together (RFC 1939 §5), without those marked as deleted. */
final class Stat implements Pop3Command {
    @Override
    public String keyword() {
        return "STAT";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        arguments.none();
        Maildrop maildrop = session.maildrop();
        return new Outcome.Ok(maildrop.left() + " " + maildrop.octetsLeft());
    }
}
