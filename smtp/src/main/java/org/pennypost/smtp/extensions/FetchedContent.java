package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.sasl.Identity;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.commands.Burl;
import org.pennypost.smtp.session.CommandSpec;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** BURL (RFC 4468): announced without a word before the login, and with what can be fetched behind it (§3.1). */
final class FetchedContent implements SmtpExtension {
    private final Offer.FetchedContent offer;

    FetchedContent(Offer.FetchedContent offer) {
        this.offer = offer;
    }

    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        Optional<Identity> login = session.peer().identity();
        return Optional.of(
                "BURL" + login.map(who -> " " + offer.source().offered(who)).orElse(""));
    }

    @Override
    public List<CommandSpec> commands() {
        return List.of(Burl.SPEC);
    }
}
