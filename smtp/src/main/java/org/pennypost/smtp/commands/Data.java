package org.pennypost.smtp.commands;

import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/** DATA: the message itself follows (RFC 5321 §4.1.1.4). */
record Data() implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "DATA",
            Set.of(SmtpState.RECIPIENTS),
            Set.of(),
            "DATA",
            "DATA",
            "The message follows: header lines, an empty line, the text; a line with only a dot ends it.",
            Data::parse);

    private static final Reply GO_ON =
            Reply.plain(354, "Send the message now; end it with a line that holds only a dot.");

    /** RFC 3030 §3. */
    private static final Reply BINARY =
            Reply.of(503, "5.5.1", "A message with BODY=BINARYMIME is sent with BDAT, not with DATA.");

    /** {@code data = "DATA" CRLF}; an argument is refused (RFC 5321 §4.1.1). */
    private static Data parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        in.end();
        return new Data();
    }

    @Override
    public Outcome handle(SmtpSession session) {
        if (session.envelope().mail().body() == Body.BINARY_MIME) {
            return new Outcome.Answer(BINARY);
        }
        return new Outcome.Receive(GO_ON, session.envelope());
    }
}
