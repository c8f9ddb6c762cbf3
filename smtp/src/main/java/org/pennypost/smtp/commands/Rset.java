package org.pennypost.smtp.commands;

import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.Vocabulary;

/** RSET: drops the message under way (RFC 5321 §4.1.1.5). */
record Rset() implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "RSET",
            CommandSpec.ANY_STATE,
            Set.of(Trait.GROUPED, Trait.BEFORE_LOGIN),
            "RSET",
            "RSET",
            "Drops the message that was begun; you can begin another.",
            Rset::parse);

    private static final Reply DONE = Reply.of(250, "2.0.0", "OK, nothing is under way.");

    /** {@code rset = "RSET" CRLF}; an argument is refused (RFC 5321 §4.1.1). */
    private static Rset parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        in.end();
        return new Rset();
    }

    @Override
    public Outcome handle(SmtpSession session) {
        session.reset();
        return new Outcome.Answer(DONE);
    }
}
