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
     * @return the protocol for the {@code with} clause of the Received field: {@code SMTP}; {@code ESMTP} or {@code LMTP}, with {@code S} inside TLS and {@code A} after
     *     a login (RFC 3848 §2); {@code UTF8SMTP} or {@code UTF8LMTP} for an internationalized message (RFC 6531 §4.3)
     */
    public String withProtocol() {
        boolean lmtp = peer.service() == ServiceKind.LMTP;
        if (!peer.extended()) {
            return "SMTP";
        }
        String base = lmtp ? "LMTP" : "ESMTP";
        String international = lmtp ? "UTF8LMTP" : "UTF8SMTP";
        return (mail.smtpUtf8() ? international : base)
                + (peer.tls().isPresent() ? "S" : "")
                + (peer.identity().isPresent() ? "A" : "");
    }
}
