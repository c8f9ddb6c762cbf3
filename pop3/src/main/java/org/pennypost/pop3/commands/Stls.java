package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** STLS begins TLS (RFC 2595 §4); not behind UTF8 (RFC 6856 §2.1). */
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
        if (session.isUtf8()) {
            return new Outcome.Mistake(session.say(Phrase.UTF8_BEFORE_STLS));
        }
        return session.canStartTls()
                ? new Outcome.StartTls(session.say(Phrase.BEGIN_TLS))
                : new Outcome.Err(session.say(Phrase.NO_TLS));
    }
}
