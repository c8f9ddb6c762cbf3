package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** REQUIRETLS (RFC 8689): announced inside TLS, and only there a message can ask for it (§2). */
final class RequireTls implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return session.peer().tls().isPresent() ? Optional.of("REQUIRETLS") : Optional.empty();
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(EnvelopeParameters.REQUIRETLS);
    }

    @Override
    public Optional<Reply> objection(SmtpSession session, MailCommand mail) {
        boolean misplaced = mail.parameters().has(EnvelopeParameters.REQUIRETLS)
                && session.peer().tls().isEmpty();
        return misplaced
                ? Optional.of(Reply.of(
                        530,
                        "5.7.10",
                        "A message with REQUIRETLS must come inside TLS: say STARTTLS first, or leave REQUIRETLS out."))
                : Optional.empty();
    }
}
