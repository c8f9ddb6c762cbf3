package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.commands.XClient;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** XCLIENT, for those alone who are trusted to speak for others. */
final class ProxiedClient implements SmtpExtension {
    private final Offer.ProxiedClient offer;

    ProxiedClient(Offer.ProxiedClient offer) {
        this.offer = offer;
    }

    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return session.trustsAsProxy(offer)
                ? Optional.of("XCLIENT NAME ADDR PORT PROTO HELO DESTADDR DESTPORT")
                : Optional.empty();
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(XClient.SPEC);
    }
}
