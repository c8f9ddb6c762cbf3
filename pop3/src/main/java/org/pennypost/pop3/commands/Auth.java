package org.pennypost.pop3.commands;

import java.util.List;
import java.util.Optional;
import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;
import org.pennypost.store.StoreException;

/** AUTH begins a SASL exchange (RFC 5034 §4). Lenient: without an argument it lists the mechanisms, as old Outlook and fetchmail ask. */
final class Auth implements Pop3Command {
    @Override
    public String keyword() {
        return "AUTH";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return state == Pop3State.AUTHORIZATION;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax, StoreException {
        if (!session.takesPasswords()) {
            return User.overTlsOnly(session);
        }
        if (arguments.isEmpty()) {
            return new Outcome.Lines(session.say(Phrase.MECHANISMS), session.mechanisms());
        }
        List<String> words = arguments.oneOrTwo(keyword() + " PLAIN");
        return session.authenticate(
                words.getFirst(), words.size() == 2 ? Optional.of(words.getLast()) : Optional.empty());
    }
}
