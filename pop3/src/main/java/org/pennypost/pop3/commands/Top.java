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

/** TOP sends a message's header and the first lines of its body (RFC 1939 §7). */
final class Top implements Pop3Command {
    @Override
    public String keyword() {
        return "TOP";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.TRANSACTION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax, StoreException {
        long[] numbers = arguments.messageNumberAndLines();
        Maildrop maildrop = session.maildrop();
        return OneMessage.of(
                session,
                numbers[0],
                message -> maildrop.peek(message)
                        .<Outcome>map(content -> new Outcome.Message(
                                session.say(Phrase.TOP_OF, numbers[0]), content, OptionalLong.of(numbers[1])))
                        .orElseGet(() -> OneMessage.gone(session)));
    }
}
