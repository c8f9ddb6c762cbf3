package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
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
        return new Outcome.Err(
                "AUTH",
                session.canStartTls()
                        ? "A password is taken over TLS only: give STLS first, or connect to port 995."
                        : "A password is taken over TLS only: connect to port 995.");
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.AUTHORIZATION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        String name = arguments.all().strip();
        if (!session.takesPasswords()) {
            return overTlsOnly(session);
        }
        session.user(name);
        return new Outcome.Ok("Now the password, with PASS.");
    }
}
