package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ServiceKind;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/**
 * MT-PRIORITY (RFC 6710): announced without a profile, so all of the 19 levels are told apart. Who has not logged in cannot go before others (§4.1), but for a
 * queue of ours that comes by LMTP.
 */
final class Priority implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("MT-PRIORITY");
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(EnvelopeParameters.MT_PRIORITY);
    }

    /** §4.1: positive priorities are not taken from the unauthenticated; X.3.6 and the new one say so. */
    @Override
    public Optional<Change> change(SmtpSession session, MailCommand mail) {
        boolean trusted =
                session.peer().identity().isPresent() || session.peer().service() == ServiceKind.LMTP;
        return mail.parameters()
                .find(EnvelopeParameters.MT_PRIORITY)
                .filter(priority -> priority > 0 && !trusted)
                .map(
                        _ -> new Change(
                                new MailCommand(mail.from(), mail.parameters().with(EnvelopeParameters.MT_PRIORITY, 0)),
                                Reply.of(
                                        250,
                                        "2.3.6",
                                        "0 is the new priority of the message; only those who log in may ask for a higher one.")));
    }
}
