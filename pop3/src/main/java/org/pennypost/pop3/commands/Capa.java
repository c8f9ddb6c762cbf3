package org.pennypost.pop3.commands;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.pop3.Arguments;
import org.pennypost.pop3.BadSyntax;
import org.pennypost.pop3.Outcome;
import org.pennypost.pop3.Phrase;
import org.pennypost.pop3.Pop3Command;
import org.pennypost.pop3.Pop3Session;
import org.pennypost.pop3.Pop3State;

/** CAPA lists what this server can do (RFC 2449 §5). A capability is named only where it can be used now. */
final class Capa implements Pop3Command {
    /** What does not depend on the session: RFC 2449 §6, RFC 3206 §6, RFC 6856 §2 and §3. Nothing here expires by itself (RFC 2449 §6.7). */
    private static final List<String> ALWAYS = List.of(
            "TOP",
            "UIDL",
            "PIPELINING",
            "RESP-CODES",
            "AUTH-RESP-CODE",
            "EXPIRE NEVER",
            "UTF8 USER",
            "LANG",
            "IMPLEMENTATION Pennypost");

    @Override
    public String keyword() {
        return "CAPA";
    }

    @Override
    public boolean isLegalIn(Pop3State state) {
        return true;
    }

    @Override
    public Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax {
        arguments.none();
        List<String> capabilities = new ArrayList<>(ALWAYS);
        if (session.takesPasswords()) {
            capabilities.add("USER");
        }
        List<String> mechanisms = session.mechanisms();
        if (!mechanisms.isEmpty()) {
            capabilities.add("SASL " + String.join(" ", mechanisms));
        }
        if (session.loginDelay().isPositive()) {
            capabilities.add("LOGIN-DELAY " + session.loginDelay().toSeconds());
        }
        if (session.canStartTls() && session.state() == Pop3State.AUTHORIZATION) {
            capabilities.add("STLS");
        }
        return new Outcome.Lines(session.say(Phrase.CAPABILITIES), capabilities);
    }
}
