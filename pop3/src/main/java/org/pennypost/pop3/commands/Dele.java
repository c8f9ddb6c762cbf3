package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Maildrop;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;
import org.pennypost.store.StoreException;

/** DELE marks a message as deleted (RFC 1939 §5); it goes at QUIT, unless RSET comes first. */
final class Dele implements Pop3Command {
    @Override
    public String keyword() {
        return "DELE";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax, StoreException {
        Maildrop maildrop = session.maildrop();
        return OneMessage.of(session, arguments.messageNumber(), message -> {
            maildrop.delete(message);
            return new Outcome.Ok(session.say(Phrase.MARKED, message.index() + 1));
        });
    }
}
