package org.pennypost.smtp.commands;

import java.util.Set;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.Vocabulary;

/** NOOP: does nothing (RFC 5321 §4.1.1.9). */
record Noop() implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "NOOP",
            CommandSpec.ANY_STATE,
            Set.of(Trait.BEFORE_LOGIN),
            "NOOP [anything]",
            "NOOP",
            "Does nothing but answer.",
            Noop::parse);

    private static final Reply DONE = Reply.of(250, "2.0.0", "OK");

    /** {@code noop = "NOOP" [ SP String ] CRLF}; the string SHOULD be ignored. */
    private static Noop parse(SmtpReader in, Vocabulary vocabulary) {
        return new Noop();
    }

    @Override
    public Outcome handle(SmtpSession session) {
        return new Outcome.Answer(DONE);
    }
}
