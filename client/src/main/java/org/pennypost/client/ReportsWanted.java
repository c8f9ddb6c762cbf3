package org.pennypost.client;

import java.util.Optional;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.Notify;
import org.pennypost.smtp.OriginalRecipient;
import org.pennypost.smtp.ReturnContent;

/**
 * What the sender of a message wants to be told of it by e-mail later on (RFC 3461 §4). What is empty is for the servers on the way to decide.
 *
 * @param occasions on which occasions, for each recipient
 * @param returnContent how much of the message is to come back when it fails
 * @param envelopeId the sender's own name for this sending, given back in reports: up to 100 printable ASCII characters as xtext
 */
public record ReportsWanted(
        Optional<Notify> occasions, Optional<ReturnContent> returnContent, Optional<String> envelopeId) {
    /** Nothing in particular. */
    public static final ReportsWanted UNSAID = new ReportsWanted(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether anything is said. */
    boolean isSaid() {
        return occasions.isPresent() || returnContent.isPresent() || envelopeId.isPresent();
    }

    /** What MAIL says. */
    EsmtpParameters ofMail() {
        EsmtpParameters parameters = EsmtpParameters.NONE;
        if (returnContent.isPresent()) {
            parameters = parameters.with(EnvelopeParameters.RET, returnContent.get());
        }
        if (envelopeId.isPresent()) {
            parameters = parameters.with(EnvelopeParameters.ENVID, envelopeId.get());
        }
        return parameters;
    }

    /** What RCPT says: with NOTIFY, the address that the sender wrote, as reports may come from behind a forwarder. */
    EsmtpParameters ofRcpt(Mailbox recipient) {
        return occasions.isEmpty()
                ? EsmtpParameters.NONE
                : EsmtpParameters.NONE
                        .with(EnvelopeParameters.NOTIFY, occasions.get())
                        .with(EnvelopeParameters.ORCPT, OriginalRecipient.of(recipient));
    }
}
