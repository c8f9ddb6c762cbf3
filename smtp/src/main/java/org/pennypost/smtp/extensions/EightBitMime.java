package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/**
 * 8BITMIME (RFC 6152): octets above 127 may stand in a message.
 *
 * <p>Lenient: they are taken without BODY=8BITMIME too. Received bytes are never rewritten here, so nothing is lost by it, while refusing would lose the mail of
 * the many clients that do not declare it.
 */
final class EightBitMime implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("8BITMIME");
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(MailCommand.BODY);
    }

    /** RFC 3030 §3: the third value of BODY exists where BINARYMIME is on offer. */
    @Override
    public Optional<Reply> objection(SmtpSession session, MailCommand mail) {
        boolean offered =
                session.service().profile().find(Offer.BinaryMime.class).isPresent();
        return mail.body() != Body.BINARY_MIME || offered
                ? Optional.empty()
                : Optional.of(Reply.of(501, "5.5.4", "BODY is either BODY=7BIT or BODY=8BITMIME here."));
    }
}
