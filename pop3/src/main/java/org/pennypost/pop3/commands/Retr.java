package org.pennypost.pop3.commands;

import java.util.OptionalLong;
import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Maildrop;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;
import org.pennypost.store.StoreException;

/** RETR sends a message (RFC 1939 §5). */
final class Retr implements Pop3Command {
    @Override
    public String keyword() {
        return "RETR";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax, StoreException {
        Maildrop maildrop = session.maildrop();
        return OneMessage.of(
                session,
                arguments.messageNumber(),
                message -> maildrop.open(message)
                        .<Outcome>map(content -> new Outcome.Message(
                                session.say(Phrase.OCTETS, maildrop.octets(message)), content, OptionalLong.empty()))
                        .orElseGet(() -> OneMessage.gone(session)));
    }
}
