package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** MT-PRIORITY (RFC 6710): announced without a profile, so all of the 19 levels are told apart. */
final class Priority implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("MT-PRIORITY");
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(EnvelopeParameters.MT_PRIORITY);
    }
}
