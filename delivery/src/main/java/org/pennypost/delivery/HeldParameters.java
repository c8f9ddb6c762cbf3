package org.pennypost.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pennypost.queue.HeldMessage;
import org.pennypost.queue.HeldRecipient;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Notify;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.ReturnContent;
import org.pennypost.store.StoreException;

/**
 * What MAIL and RCPT said besides the address, as the queue keeps it for the next server: all but SIZE, which is counted anew, and AUTH, which
 * is believed of nobody. {@code AUTH=<>} claims nothing and is kept: the next server is told no submitter either, though one has logged in (RFC 4954 §5).
 */
final class HeldParameters {
    /** What a report says of its recipient (RFC 3461 §6.1). */
    static final String NEVER = "NOTIFY=" + Notify.NEVER;

    private static final List<EsmtpParameter<?>> NOTIFYING = List.of(
            EnvelopeParameters.RET,
            EnvelopeParameters.ENVID,
            EnvelopeParameters.NOTIFY,
            EnvelopeParameters.ORCPT,
            EnvelopeParameters.HOLDFOR,
            EnvelopeParameters.HOLDUNTIL,
            EnvelopeParameters.BY);

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

    /** What MAIL said that notifications tell. */
    static EsmtpParameters mail(HeldMessage message) throws StoreException {
        return notifying(message.parameters());
    }

    /** Whether the whole message is to come back (RFC 3461 §4.3); where nothing was said, its header is enough. */
    static boolean returnsAll(HeldMessage message) throws StoreException {
        return mail(message)
                .find(EnvelopeParameters.RET)
                .filter(content -> content == ReturnContent.FULL)
                .isPresent();
    }

    /** Those of whose failure the sender wants to hear: all, but where NOTIFY says otherwise (RFC 3461 §5.2.6). */
    static List<StatusReport.Recipient> failures(List<HeldRecipient> recipients) throws StoreException {
        return asking(recipients, Notify.Occasion.FAILURE, true);
    }

    /** Those of whose delivery the sender wants to hear: those for whom NOTIFY says so (RFC 3461 §5.2.3). */
    static List<StatusReport.Recipient> successes(List<HeldRecipient> recipients) throws StoreException {
        return asking(recipients, Notify.Occasion.SUCCESS, false);
    }

    /** Those of whose delay the sender wants to hear when a deadline has come: all, but where NOTIFY says otherwise (RFC 2852 §4.1.3). */
    static List<StatusReport.Recipient> delays(List<HeldRecipient> recipients) throws StoreException {
        return asking(recipients, Notify.Occasion.DELAY, true);
    }

    private static List<StatusReport.Recipient> asking(
            List<HeldRecipient> recipients, Notify.Occasion occasion, boolean whereNothingIsSaid)
            throws StoreException {
        List<StatusReport.Recipient> asking = new ArrayList<>();
        for (HeldRecipient recipient : recipients) {
            EsmtpParameters said = notifying(recipient.parameters());
            if (said.find(EnvelopeParameters.NOTIFY)
                    .map(notify -> notify.on().contains(occasion))
                    .orElse(whereNothingIsSaid)) {
                asking.add(new StatusReport.Recipient(recipient.to().toString(), said.find(EnvelopeParameters.ORCPT)));
            }
        }
        return asking;
    }

    private static EsmtpParameters notifying(String held) throws StoreException {
        List<EsmtpParameters.Written> written = new ArrayList<>();
        for (String parameter : held.split(" ", -1)) {
            int equals = parameter.indexOf('=');
            String keyword = equals < 0 ? parameter : parameter.substring(0, equals);
            if (NOTIFYING.stream().anyMatch(known -> known.keyword().equals(keyword.toUpperCase(Locale.ROOT)))) {
                written.add(new EsmtpParameters.Written(
                        keyword, equals < 0 ? Optional.empty() : Optional.of(parameter.substring(equals + 1))));
            }
        }
        try {
            return EsmtpParameters.read(written, NOTIFYING);
        } catch (BadSyntax damaged) {
            throw new StoreException("the queue holds parameters that nobody can read: " + held, damaged);
        }
    }
}
