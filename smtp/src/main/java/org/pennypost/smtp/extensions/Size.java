package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** SIZE (RFC 1870): announces the largest message, and refuses a larger one before it is sent. What was not announced is measured as it comes. */
final class Size implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("SIZE " + session.limits().messageBytesMax());
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(MailCommand.SIZE);
    }

    /** RFC 1870 §6.1 (2). */
    @Override
    public Optional<Reply> objection(SmtpSession session, MailCommand mail) {
        long bytesMax = session.limits().messageBytesMax();
        return mail.sizeOctets().orElse(0) <= bytesMax
                ? Optional.empty()
                : Optional.of(Reply.of(
                        552,
                        "5.3.4",
                        "Message too large: this server takes at most " + bytesMax
                                + " octets. Send less, or in several messages."));
    }
}
