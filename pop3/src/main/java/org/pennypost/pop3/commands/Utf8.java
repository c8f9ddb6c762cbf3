package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** UTF8 begins UTF-8 mode: headers are sent as they are (RFC 6856 §2.1). Without it they are put into ASCII. */
final class Utf8 implements Pop3Command {
    @Override
    public String keyword() {
        return "UTF8";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.AUTHORIZATION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        arguments.none();
        session.beginUtf8();
        return new Outcome.Ok(session.say(Phrase.UTF8_ON));
    }
}
