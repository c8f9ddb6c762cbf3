package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** QUIT ends the session; what is marked as deleted goes now (RFC 1939 §6), or never. */
final class Quit implements Pop3Command {
    @Override
    public String keyword() {
        return "QUIT";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return true;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        arguments.none();
        return session.quit();
    }
}
