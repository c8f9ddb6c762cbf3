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

/** STARTTLS: from here on in TLS (RFC 3207 §4). */
public record StartTls() implements Command {
    /** An optional command, so its extension brings it. */
    public static final CommandSpec SPEC = new CommandSpec(
            "STARTTLS",
            CommandSpec.ANY_STATE,
            Set.of(Trait.BEFORE_LOGIN),
            "STARTTLS",
            "STARTTLS",
            "Goes on in TLS; say EHLO again afterwards.",
            StartTls::parse);

    private static final Reply ALREADY = Reply.of(503, "5.5.1", "TLS is already active; go on with EHLO.");
    private static final Reply NOT_OFFERED = Reply.of(
            502, "5.5.1", "This server has no certificate, so it cannot do TLS; go on without, or try another port.");
    private static final Reply READY = Reply.of(220, "2.0.0", "Ready to start TLS.");

    /** {@code STARTTLS} has no parameters: 501 if there are any (RFC 3207 §4). */
    private static StartTls parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        in.end();
        return new StartTls();
    }

    @Override
    public Outcome handle(SmtpSession session) {
        if (session.peer().tls().isPresent()) {
            return new Outcome.Answer(ALREADY);
        }
        return session.service().tlsOffered() ? new Outcome.StartTls(READY) : new Outcome.Answer(NOT_OFFERED);
    }
}
