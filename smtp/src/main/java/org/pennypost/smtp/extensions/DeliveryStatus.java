package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** DSN (RFC 3461): when and how the sender is told what became of a message. */
final class DeliveryStatus implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("DSN");
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(EnvelopeParameters.RET, EnvelopeParameters.ENVID);
    }

    @Override
    public List<EsmtpParameter<?>> rcptParameters() {
        return List.of(EnvelopeParameters.NOTIFY, EnvelopeParameters.ORCPT);
    }
}
