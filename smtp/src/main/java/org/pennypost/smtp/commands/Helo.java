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

/**
 * HELO: the greeting of RFC 821, still to be supported (RFC 5321 §4.1.1.1). The tutorial's {@code HELO .} is one.
 *
 * @param client what the client calls itself
 */
record Helo(String client) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "HELO",
            CommandSpec.ANY_STATE,
            Set.of(Trait.PLAIN_REPLIES, Trait.BEFORE_LOGIN),
            "HELO name",
            "HELO mail.example.org",
            "Says who you are, in the old way without extensions.",
            Helo::parse);

    /** {@code helo = "HELO" SP Domain CRLF}. */
    private static Helo parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        return new Helo(in.clientName());
    }

    @Override
    public Outcome handle(SmtpSession session) {
        session.greeted(client, false);
        return new Outcome.Answer(Reply.plain(250, session.service().hostName() + " greets " + client));
    }
}
