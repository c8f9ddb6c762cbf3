package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** USER names the account (RFC 1939 §7). It says yes to every name: who is here is told to nobody. */
final class User implements Pop3Command {
    @Override
    public String keyword() {
        return "USER";
    }

    static Outcome overTlsOnly(Pop3Session session) {
        return new Outcome.Err("AUTH", session.say(session.canStartTls() ? Phrase.STLS_FIRST : Phrase.PORT_995));
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.AUTHORIZATION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        String name = arguments.name();
        if (!session.takesPasswords()) {
            return overTlsOnly(session);
        }
        session.user(name);
        return new Outcome.Ok(session.say(Phrase.PASSWORD_PLEASE));
    }
}
