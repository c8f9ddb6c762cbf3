package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** STLS begins TLS (RFC 2595 §4). */
final class Stls implements Pop3Command {
    @Override
    public String keyword() {
        return "STLS";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.AUTHORIZATION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        arguments.none();
        return session.canStartTls()
                ? new Outcome.StartTls("Begin TLS now.")
                : new Outcome.Err("TLS is here already, or not to be had on this server.");
    }
}
