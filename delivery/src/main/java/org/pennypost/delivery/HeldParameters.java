package org.pennypost.delivery;

import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.RcptCommand;

/**
 * What MAIL and RCPT said besides the address, as the queue keeps it for the next server: all but SIZE, which is counted anew, and AUTH, which
 * is believed of nobody (RFC 4954 §5).
 */
final class HeldParameters {
    private HeldParameters() {}

    static String of(MailCommand mail) {
        return mail.parameters().written(HeldParameters::kept).strip();
    }

    static String of(RcptCommand rcpt) {
        return rcpt.parameters().written(HeldParameters::kept).strip();
    }

    private static boolean kept(EsmtpParameter<?> parameter) {
        return parameter != MailCommand.SIZE && parameter != MailCommand.AUTH;
    }
}
