package org.pennypost.smtp.commands;

import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.Vocabulary;

/**
 * LHLO: the greeting of LMTP, which does what EHLO does in SMTP (RFC 2033 §4.1).
 *
 * @param client what the client calls itself
 */
record Lhlo(String client) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "LHLO",
            CommandSpec.ANY_STATE,
            Set.of(Trait.PLAIN_REPLIES, Trait.BEFORE_LOGIN),
            "LHLO name",
            "LHLO mail.example.org",
            "Says who you are, and asks what this server can do.",
            Lhlo::parse);

    private static Lhlo parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        return new Lhlo(in.clientName());
    }

    @Override
    public Outcome handle(SmtpSession session) {
        return Ehlo.greet(session, client);
    }
}
