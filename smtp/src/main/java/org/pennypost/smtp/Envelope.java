package org.pennypost.smtp;

import java.util.ArrayList;
import java.util.List;

/**
 * What the commands before DATA said of a message (RFC 5321 §2.3.1).
 *
 * @param peer who sends it
 * @param mail the sender and the parameters of MAIL
 * @param recipients those accepted so far, in their order
 */
public record Envelope(SmtpPeer peer, MailCommand mail, List<RcptCommand> recipients) {

    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /** @return whom the message is from */
    public ReversePath from() {
        return mail.from();
    }

    /** @return the envelope with one recipient more */
    public Envelope with(RcptCommand recipient) {
        List<RcptCommand> more = new ArrayList<>(recipients.size() + 1);
        more.addAll(recipients);
        more.add(recipient);
        return new Envelope(peer, mail, more);
    }

    /**
     * @return the protocol for the {@code with} clause of the Received field: {@code SMTP}, {@code ESMTP}, {@code ESMTPS} (RFC 3848 §2), {@code UTF8SMTP} or
     *     {@code UTF8SMTPS} (RFC 6531 §4.3)
     */
    public String withProtocol() {
        if (!peer.extended()) {
            return "SMTP";
        }
        return (mail.smtpUtf8() ? "UTF8SMTP" : "ESMTP") + (peer.tls().isPresent() ? "S" : "");
    }
}
