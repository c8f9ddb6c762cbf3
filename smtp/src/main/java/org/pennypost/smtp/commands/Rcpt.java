package org.pennypost.smtp.commands;

import java.util.Optional;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/** RCPT: adds a recipient (RFC 5321 §4.1.1.3). */
record Rcpt(RcptCommand rcpt) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "RCPT",
            Set.of(SmtpState.SENDER, SmtpState.RECIPIENTS),
            Set.of(Trait.GROUPED),
            "RCPT TO:<address> [parameters]",
            "RCPT TO:<bob@example.org>",
            "Names a recipient; give it once for each.",
            Rcpt::parse);

    /** {@code rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters] CRLF}. */
    private static Rcpt parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        in.keyword("TO:");
        ForwardPath to = in.forwardPath();
        return new Rcpt(new RcptCommand(to, EsmtpParameters.read(in.parameters(), vocabulary.rcptParameters())));
    }

    @Override
    public Outcome handle(SmtpSession session) {
        Reply reply =
                objection(session).orElseGet(() -> session.service().reception().recipient(session.envelope(), rcpt));
        if (reply.positive()) {
            session.add(rcpt);
        } else {
            session.recipientRefused();
        }
        return new Outcome.Answer(reply);
    }

    private Optional<Reply> objection(SmtpSession session) {
        int recipientsMax = session.limits().recipientsMax();
        if (session.envelope().recipients().size() >= recipientsMax) {
            // RFC 5321 §4.5.3.1.10: always 452, so that the client sends the rest in a message of its own.
            return Optional.of(Reply.of(
                    452,
                    "4.5.3",
                    "Too many recipients: a message may have " + recipientsMax
                            + ". Send this one now, and the rest in another."));
        }
        Optional<Reply> objection = Optional.empty();
        for (SmtpExtension each : session.service().vocabulary().extensions()) {
            objection = objection.or(() -> each.objection(session, rcpt));
        }
        return objection;
    }
}
