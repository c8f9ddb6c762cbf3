package org.pennypost.delivery;

import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.RcptCommand;

/**
 * What MAIL and RCPT said besides the address, as the queue keeps it for the next server: all but SIZE, which is counted anew, and AUTH, which
 * is believed of nobody. {@code AUTH=<>} claims nothing and is kept: the next server is told no submitter either, though one has logged in (RFC 4954 §5).
 */
final class HeldParameters {
    private HeldParameters() {}

    static String of(MailCommand mail) {
        boolean unknown = mail.parameters()
                .find(MailCommand.AUTH)
                .filter(submitter -> submitter.mailbox().isEmpty())
                .isPresent();
        return mail.parameters()
                .written(parameter -> kept(parameter) || (unknown && parameter == MailCommand.AUTH))
                .strip();
    }

    static String of(RcptCommand rcpt) {
        return rcpt.parameters().written(HeldParameters::kept).strip();
    }

    private static boolean kept(EsmtpParameter<?> parameter) {
        return parameter != MailCommand.SIZE && parameter != MailCommand.AUTH;
    }
}
