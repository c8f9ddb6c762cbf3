package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.commands.StartTls;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** STARTTLS (RFC 3207): announced where there is a certificate, and not inside TLS (§4.2). */
final class StartTlsOffer implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        boolean onOffer = session.service().tlsOffered() && session.peer().tls().isEmpty();
        return onOffer ? Optional.of("STARTTLS") : Optional.empty();
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(StartTls.SPEC);
    }
}
