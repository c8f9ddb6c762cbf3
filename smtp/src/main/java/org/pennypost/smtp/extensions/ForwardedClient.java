package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.commands.XForward;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** XFORWARD, for those alone who are trusted to speak for others. */
final class ForwardedClient implements SmtpExtension {
    private final Offer.ProxiedClient offer;

    ForwardedClient(Offer.ProxiedClient offer) {
        this.offer = offer;
    }

    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return session.trustsAsProxy(offer)
                ? Optional.of("XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE")
                : Optional.empty();
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(XForward.SPEC);
    }
}
