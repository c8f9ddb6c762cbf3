package org.pennypost.smtp.extensions;

import java.util.Optional;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/**
 * PIPELINING (RFC 2920): commands may be sent without waiting for replies. Lines are read one by one from a buffer that is never dropped (§3.2 (9)) whether it
 * was announced or not; which replies may wait for others is a trait of the command ({@code CommandSpec.Trait.GROUPED}).
 */
final class Pipelining implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("PIPELINING");
    }
}
