package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;
import org.pennypost.store.StoreException;

/** PASS gives the password and opens the maildrop (RFC 1939 §7). Everything behind the blank is the password, blanks too. */
final class Pass implements Pop3Command {
    @Override
    public String keyword() {
        return "PASS";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.AUTHORIZATION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax, StoreException {
        return session.user().isEmpty()
                ? new Outcome.Mistake(session.say(Phrase.USER_FIRST))
                : session.login(arguments.secret());
    }
}
