package org.pennypost.pop3.commands;

import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Maildrop;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;
import org.pennypost.store.StoreException;

/** LIST tells the size of a message, or of all (RFC 1939 §5). */
final class ListMessages implements Pop3Command {
    @Override
    public String keyword() {
        return "LIST";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax, StoreException {
        Maildrop maildrop = session.maildrop();
        if (!arguments.isEmpty()) {
            return OneMessage.of(
                    session,
                    arguments.messageNumber(),
                    message -> new Outcome.Ok((message.index() + 1) + " " + maildrop.octets(message)));
        }
        return new Outcome.Listing(
                maildrop.summary(session.language()), (line, message) -> line.number(maildrop.octets(message)));
    }
}
