package org.pennypost.smtp.extensions;

import java.util.Optional;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** LIMITS (RFC 9422 §3): how many recipients a message may have. How many messages a session may have, and how many domains its recipients may be of, is not limited, so it is not said. */
final class Limits implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("LIMITS RCPTMAX=" + session.limits().recipientsMax());
    }
}
