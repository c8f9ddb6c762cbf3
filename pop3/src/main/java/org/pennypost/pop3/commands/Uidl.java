package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.LineBuffer;
import org.pennypost.pop3.Maildrop;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;
import org.pennypost.store.StoreException;

/** UIDL tells a message's unique id, or that of all (RFC 1939 §7). */
final class Uidl implements Pop3Command {
    @Override
    public String keyword() {
        return "UIDL";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax, StoreException {
        Maildrop maildrop = session.maildrop();
        if (!arguments.isEmpty()) {
            return OneMessage.of(session, arguments.messageNumber(), message -> {
                LineBuffer line = new LineBuffer();
                maildrop.appendUniqueId(line.number(message.index() + 1L).character(' '), message);
                return new Outcome.Ok(line.toString());
            });
        }
        return new Outcome.Listing(Phrase.messages(session.language(), maildrop.left()), maildrop::appendUniqueId);
    }
}
