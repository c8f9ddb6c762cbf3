package org.pennypost.pop3.commands;

import java.util.HexFormat;
import java.util.Locale;
import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;
import org.pennypost.store.StoreException;

/** APOP proves the password without sending it (RFC 1939 §7), for accounts that keep theirs readable. */
final class ApopLogin implements Pop3Command {
    private static final int DIGEST_DIGITS = 32;

    @Override
    public String keyword() {
        return "APOP";
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
        String text = arguments.name();
        int blank = text.lastIndexOf(' ');
        String digest = text.substring(blank + 1).toLowerCase(Locale.ROOT);
        if (blank < 1 || digest.length() != DIGEST_DIGITS || !digest.matches("[0-9a-f]+")) {
            throw arguments.mistake(Phrase.APOP_FORM);
        }
        return session.apop(text.substring(0, blank).strip(), HexFormat.of().parseHex(digest));
    }
}
