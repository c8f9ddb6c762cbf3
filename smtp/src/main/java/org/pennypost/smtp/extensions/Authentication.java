package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.commands.Auth;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** AUTH (RFC 4954): announced with the mechanisms that are on offer to this peer now, so mostly inside TLS only (§4). */
final class Authentication implements SmtpExtension {
    private final Offer.Login offer;

    Authentication(Offer.Login offer) {
        this.offer = offer;
    }

    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        boolean open = session.peer().tls().isPresent() || offer.outsideTls();
        List<String> mechanisms = open ? offer.logins().mechanisms(session.peer()) : List.of();
        return mechanisms.isEmpty() ? Optional.empty() : Optional.of("AUTH " + String.join(" ", mechanisms));
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(Auth.SPEC);
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(MailCommand.AUTH);
    }
}
