package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.DeliverBy;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** DELIVERBY (RFC 2852): in what time a message is to be delivered. */
final class DeliverByTime implements SmtpExtension {
    private final Offer.DeliverByTime offer;

    DeliverByTime(Offer.DeliverByTime offer) {
        this.offer = offer;
    }

    /** {@code deliverby-param = min-by-time} (§2). */
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("DELIVERBY " + offer.least().toSeconds());
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(EnvelopeParameters.BY);
    }

    /** §4: 555 for a time that is shorter than what was announced. */
    @Override
    public Optional<Reply> objection(SmtpSession session, MailCommand mail) {
        return mail.parameters()
                .find(EnvelopeParameters.BY)
                .filter(by -> by.mode() == DeliverBy.Mode.RETURN
                        && by.seconds() < offer.least().toSeconds())
                .map(by -> Reply.of(
                        555,
                        "5.4.7",
                        "With BY=...;R no less than " + offer.least().toSeconds()
                                + " seconds can be asked for here; ask for more, or with N."));
    }
}
