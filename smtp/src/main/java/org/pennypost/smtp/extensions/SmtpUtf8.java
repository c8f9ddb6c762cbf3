package org.pennypost.smtp.extensions;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** SMTPUTF8 (RFC 6531): addresses and header fields in UTF-8, for messages whose MAIL says so; elsewhere addresses are ASCII. */
final class SmtpUtf8 implements SmtpExtension {
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        return Optional.of("SMTPUTF8");
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(MailCommand.SMTPUTF8);
    }

    /** RFC 6531 §3.5: 550 X.6.7 for MAIL. */
    @Override
    public Optional<Reply> objection(SmtpSession session, MailCommand mail) {
        return mail.smtpUtf8() || ascii(mail.from().mailbox())
                ? Optional.empty()
                : Optional.of(
                        Reply.of(
                                550,
                                "5.6.7",
                                "The sender's address is not ASCII: add the parameter SMTPUTF8, as in MAIL FROM:<address> SMTPUTF8"));
    }

    /** RFC 6531 §3.5: 553 X.6.7 for RCPT. */
    @Override
    public Optional<Reply> objection(SmtpSession session, RcptCommand rcpt) {
        return session.envelope().mail().smtpUtf8() || ascii(rcpt.to().mailbox())
                ? Optional.empty()
                : Optional.of(
                        Reply.of(
                                553,
                                "5.6.7",
                                "The recipient's address is not ASCII, and MAIL did not say SMTPUTF8: begin again with RSET, then MAIL FROM:<address> SMTPUTF8"));
    }

    private static boolean ascii(Optional<Mailbox> mailbox) {
        return mailbox.map(Mailbox::ascii).orElse(true);
    }
}
