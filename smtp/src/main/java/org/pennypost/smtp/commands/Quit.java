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

/** QUIT: ends the session (RFC 5321 §4.1.1.10). */
record Quit() implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "QUIT",
            CommandSpec.ANY_STATE,
            Set.of(Trait.BEFORE_LOGIN),
            "QUIT",
            "QUIT",
            "Ends the session; a message that was not sent yet is dropped.",
            Quit::parse);

    /** {@code quit = "QUIT" CRLF}; an argument is refused (RFC 5321 §4.1.1). */
    private static Quit parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        in.end();
        return new Quit();
    }

    @Override
    public Outcome handle(SmtpSession session) {
        return new Outcome.Close(Reply.of(221, "2.0.0", session.service().hostName() + " says goodbye."), "QUIT");
    }
}
