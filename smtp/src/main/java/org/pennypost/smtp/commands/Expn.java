package org.pennypost.smtp.commands;

import java.util.Set;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.Vocabulary;

/** EXPN: would list the members of a mailing list (RFC 5321 §4.1.1.7). It is known and refused, therefore 502 (§4.2.4), and EHLO does not announce it. */
record Expn() implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "EXPN",
            CommandSpec.ANY_STATE,
            Set.of(),
            "EXPN list",
            "EXPN staff",
            "Would tell who is on a mailing list; this server does not.",
            Expn::parse);

    private static final Reply REFUSED = Reply.of(
            502, "5.7.2", "This server does not tell who is on a mailing list. Write to the list, or ask its owner.");

    /** {@code expn = "EXPN" SP String CRLF}; whatever is asked for, the answer is the same. */
    private static Expn parse(SmtpReader in, Vocabulary vocabulary) {
        return new Expn();
    }

    @Override
    public Outcome handle(SmtpSession session) {
        return new Outcome.Answer(REFUSED);
    }
}
