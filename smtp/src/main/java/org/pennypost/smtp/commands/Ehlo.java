package org.pennypost.smtp.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.Vocabulary;

/**
 * EHLO: the greeting that is answered with the list of extensions (RFC 5321 §4.1.1.1).
 *
 * @param client what the client calls itself
 */
record Ehlo(String client) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "EHLO",
            CommandSpec.ANY_STATE,
            Set.of(Trait.PLAIN_REPLIES, Trait.BEFORE_LOGIN),
            "EHLO name",
            "EHLO mail.example.org",
            "Says who you are, and asks what this server can do.",
            Ehlo::parse);

    /** {@code ehlo = "EHLO" SP ( Domain / address-literal ) CRLF}. */
    private static Ehlo parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        return new Ehlo(in.clientName());
    }

    /** {@code ehlo-ok-rsp}. */
    @Override
    public Outcome handle(SmtpSession session) {
        return greet(session, client);
    }

    static Outcome greet(SmtpSession session, String client) {
        session.greeted(client, true);
        List<String> lines = new ArrayList<>();
        lines.add(session.service().hostName() + " greets " + client);
        for (SmtpExtension each : session.service().vocabulary().extensions()) {
            each.ehloLine(session).ifPresent(lines::add);
        }
        return new Outcome.Answer(new Reply(250, Optional.empty(), lines));
    }
}
