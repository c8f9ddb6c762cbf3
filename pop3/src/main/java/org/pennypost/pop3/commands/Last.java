package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** LAST tells the highest message number that was accessed (RFC 1081); later POP3 has no such command, but scripts have. */
final class Last implements Pop3Command {
    @Override
    public String keyword() {
        return "LAST";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        arguments.none();
        return new Outcome.Ok(Integer.toString(session.maildrop().highestAccessed()));
    }
}
