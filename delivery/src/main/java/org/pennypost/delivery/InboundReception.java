package org.pennypost.delivery;

import java.net.InetAddress;
import java.time.InstantSource;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reception;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.ServiceKind;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.store.Store;

/**
 * Takes mail from anybody for our own accounts, and for nobody else: the sender's domain must exist, the recipient must be ours, and
 * what is acknowledged is durable in every recipient's INBOX. Over LMTP (RFC 2033) the same, but for the sender: the mail server in front of us
 * has taken the message and answered for it, so refusing its sender here could only make a bounce.
 */
public final class InboundReception implements Reception {
    private static final System.Logger LOG = System.getLogger(InboundReception.class.getName());
    private static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender accepted.");

    private final ReceptionPolicy policy;
    private final Store store;
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final LocalRecipients recipients;
    private final SenderDomain senderDomain;
    private final Notifications notifications;
    private final InstantSource clock;

    public InboundReception(
            ReceptionPolicy policy,
            Store store,
            Directory directory,
            Mailboxes mailboxes,
            SenderDomain senderDomain,
            Notifications notifications,
            InstantSource clock) {
        this.policy = policy;
        this.store = store;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.recipients = new LocalRecipients(directory, mailboxes);
        this.senderDomain = senderDomain;
        this.notifications = notifications;
        this.clock = clock;
    }

    @Override
    public Reply sender(SmtpPeer peer, MailCommand mail) {
        if (peer.service() == ServiceKind.LMTP) {
            return SENDER_OK;
        }
        return switch (mail.from()) {
            case ReversePath.Null _ -> SENDER_OK;
            case ReversePath.Sender sender -> sender(peer, sender.address());
        };
    }

    private Reply sender(SmtpPeer peer, Mailbox sender) {
        String domain = sender.domain();
        if (sender.literal() || directory.hosts(domain) || isThisMachine(peer, domain)) {
            return SENDER_OK;
        }
        return switch (senderDomain.find(domain)) {
            case SenderDomain.Finding.Exists _ -> SENDER_OK;
            case SenderDomain.Finding.Absent _ ->
                Reply.of(
                        550,
                        "5.1.8",
                        "The DNS knows no domain " + Reply.quoted(domain)
                                + " that could take an answer; use a sender address that exists.");
            case SenderDomain.Finding.TakesNoMail _ ->
                Reply.of(
                        550,
                        "5.7.27",
                        "The domain " + Reply.quoted(domain)
                                + " says in the DNS (null MX, RFC 7505) that it takes no mail,"
                                + " so an answer could not reach you; use another sender address.");
            case SenderDomain.Finding.Unknown unknown -> unknown(peer, domain, unknown.reason());
        };
    }

    /** RFC 6761 §6.3 gives {@code localhost} to every machine; only a client on this one can mean this one. */
    private static boolean isThisMachine(SmtpPeer peer, String domain) {
        InetAddress client = peer.remote().getAddress();
        return domain.equalsIgnoreCase("localhost") && client.isLoopbackAddress();
    }

    private Reply unknown(SmtpPeer peer, String domain, String reason) {
        LOG.log(
                policy.forgivesResolver() ? System.Logger.Level.DEBUG : System.Logger.Level.INFO,
                "connection={0} sender''s domain {1} cannot be found out: {2}{3}",
                peer.connection(),
                Reply.quoted(domain),
                reason,
                policy.forgivesResolver() ? "; forgiven in the lab" : "");
        return policy.forgivesResolver()
                ? SENDER_OK
                : Reply.of(
                        451,
                        "4.1.8",
                        "It cannot be found out now whether the domain " + Reply.quoted(domain) + " exists (" + reason
                                + "); try again later.");
    }

    @Override
    public Reply recipient(Envelope soFar, RcptCommand recipient) {
        return recipients.ours(recipient.to()) ? recipients.answer(soFar, recipient.to()) : notOurs(recipient.to());
    }

    private static Reply notOurs(ForwardPath to) {
        return Reply.of(
                550,
                "5.7.1",
                "This server takes mail for its own domains only, and "
                        + Reply.quoted(to.mailbox().map(Mailbox::domain).orElse(""))
                        + " is not one of them; it relays for nobody. Who has an account here sends through the submission ports, after a login.");
    }

    @Override
    public Reply verify(SmtpPeer peer, String argument) {
        return policy.verifies() ? recipients.verified(argument) : CANNOT_VERIFY;
    }

    @Override
    public IncomingMessage message(Envelope envelope) {
        return BinaryMessage.of(
                envelope,
                store,
                lines -> new Delivery(policy.hostname(), lines, store, directory, mailboxes, notifications, clock));
    }
}
