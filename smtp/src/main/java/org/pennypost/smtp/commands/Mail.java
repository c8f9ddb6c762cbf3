package org.pennypost.smtp.commands;

import java.util.Optional;
import java.util.Set;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.session.Command;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.CommandSpec.Trait;
import org.pennypost.smtp.session.Outcome;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;
import org.pennypost.smtp.session.SmtpState;
import org.pennypost.smtp.session.Vocabulary;

/** MAIL: begins a message (RFC 5321 §4.1.1.2). */
record Mail(MailCommand mail) implements Command {
    static final CommandSpec SPEC = new CommandSpec(
            "MAIL",
            Set.of(SmtpState.GREETED),
            Set.of(Trait.GROUPED),
            "MAIL FROM:<address> [parameters]",
            "MAIL FROM:<alice@example.org>",
            "Begins a message; MAIL FROM:<> when nobody is to be told if it cannot be delivered.",
            Mail::parse);

    /**
     * {@code mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF}.
     *
     * <p>Lenient: parameters are taken after HELO too, where strictly none is on offer; Postfix and Exim do the same, and clients rely on it.
     */
    private static Mail parse(SmtpReader in, Vocabulary vocabulary) throws BadSyntax {
        in.keyword("FROM:");
        ReversePath from = in.reversePath();
        return new Mail(new MailCommand(from, EsmtpParameters.read(in.parameters(), vocabulary.mailParameters())));
    }

    @Override
    public Outcome handle(SmtpSession session) {
        Optional<Reply> objection = Optional.empty();
        for (SmtpExtension each : session.service().vocabulary().extensions()) {
            objection = objection.or(() -> each.objection(session, mail));
        }
        if (objection.isPresent()) {
            return new Outcome.Answer(objection.get());
        }
        Optional<SmtpExtension.Change> change = Optional.empty();
        for (SmtpExtension each : session.service().vocabulary().extensions()) {
            change = change.or(() -> each.change(session, mail));
        }
        MailCommand counts = change.map(SmtpExtension.Change::mail).orElse(mail);
        Reply reply = session.service().reception().sender(session.peer(), counts);
        if (reply.positive()) {
            session.begin(counts);
            reply = change.map(SmtpExtension.Change::reply).orElse(reply);
        }
        return new Outcome.Answer(reply);
    }
}
