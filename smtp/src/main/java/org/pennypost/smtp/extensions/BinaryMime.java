package org.pennypost.smtp.extensions;

import java.util.Optional;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** BINARYMIME (RFC 3030 §3): any octets may stand in a message that comes in chunks, NUL and lone CR and LF too. */
final class BinaryMime implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("BINARYMIME");
    }
}
