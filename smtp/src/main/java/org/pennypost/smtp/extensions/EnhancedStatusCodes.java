package org.pennypost.smtp.extensions;

import java.util.Optional;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** ENHANCEDSTATUSCODES (RFC 2034): every reply carries a status of RFC 3463, asked for or not (§4); {@code Reply} keeps the two in agreement. */
final class EnhancedStatusCodes implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("ENHANCEDSTATUSCODES");
    }
}
