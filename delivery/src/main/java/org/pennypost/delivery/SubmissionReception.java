package org.pennypost.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.dns.DomainName;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.queue.Queue;
import org.pennypost.sasl.Identity;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reception;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * Takes mail from our own people, who have logged in, for anybody (RFC 6409): each sends from their own addresses only, and no more than an
 * account may. What is acknowledged is durable: in the INBOXes of the recipients that are here, and in the queue for all others. What is to be held
 * back (RFC 4865) waits in the queue for all of them.
 */
public final class SubmissionReception implements Reception {
    private static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender accepted.");
    private static final Reply LOGIN_FIRST =
            Reply.of(530, "5.7.0", "Log in first with AUTH; this port takes mail from people with an account here.");

    private final String hostname;
    private final Store store;
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final LocalRecipients recipients;
    private final RecipientDomain recipientDomain;
    private final Queue queue;
    private final Notifications notifications;
    private final Runnable heldBack;
    private final RandomGenerator random;
    private final InstantSource clock;

    /**
     * @param hostname what the Received field calls this server
     * @param heldBack is run when a message is held back, or is to be delivered in some time: perhaps nothing was to be done sooner; thread-safe
     * @param random for Message-IDs; thread-safe
     */
    public SubmissionReception(
            String hostname,
            Store store,
            Directory directory,
            Mailboxes mailboxes,
            RecipientDomain recipientDomain,
            Queue queue,
            Notifications notifications,
            Runnable heldBack,
            RandomGenerator random,
            InstantSource clock) {
        this.hostname = hostname;
        this.store = store;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.recipients = new LocalRecipients(directory, mailboxes);
        this.recipientDomain = recipientDomain;
        this.queue = queue;
        this.notifications = notifications;
        this.heldBack = heldBack;
        this.random = random;
        this.clock = clock;
    }

    /**
     * RFC 6409 §6.1. The null path is anybody's: a receipt (RFC 8098 §3) must have it, and its From is looked at all the same. What AUTH= on
     * MAIL says is believed of nobody (RFC 4954 §5).
     */
    @Override
    public Reply sender(SmtpPeer peer, MailCommand mail) {
        Optional<AccountEntry> account = account(peer);
        if (account.isEmpty()) {
            return LOGIN_FIRST;
        }
        Optional<Mailbox> from = mail.from().mailbox();
        if (from.isPresent()
                && !owns(
                        account.get().number(),
                        from.get().localPart(),
                        from.get().domain())) {
            return Reply.of(
                    550,
                    "5.7.1",
                    Reply.quoted(from.get().toString()) + " is no address of the account "
                            + Reply.quoted(account.get().address())
                            + " that you logged in to. Send from one of your own addresses, or log in to the other account.");
        }
        try {
            long number = account.get().number();
            Instant now = clock.instant();
            Optional<Instant> until = EnvelopeParameters.heldUntil(mail, now).filter(now::isBefore);
            if (until.isPresent() && !queue.holdsBack(number, mail.sizeOctets().orElse(0))) {
                return LimitReplies.TOO_MUCH_HELD_BACK;
            }
            return queue.against(number).map(LimitReplies::of).orElse(SENDER_OK);
        } catch (StoreException e) {
            return StoreReplies.of(e);
        }
    }

    /** Who has logged in, if the account is still there. */
    private Optional<AccountEntry> account(SmtpPeer peer) {
        return peer.identity()
                .flatMap(identity ->
                        directory.account(identity.address()).filter(entry -> entry.number() == identity.account()));
    }

    /** An account's own are the addresses whose mail it gets. */
    private boolean owns(long account, String localPart, String domain) {
        return directory
                .resolve(localPart, domain)
                .filter(owner -> owner.number() == account)
                .isPresent();
    }

    @Override
    public Reply recipient(Envelope soFar, RcptCommand recipient) {
        Optional<AccountEntry> account = account(soFar.peer());
        if (account.isEmpty()) {
            return LOGIN_FIRST;
        }
        if (recipients.ours(recipient.to())) {
            return recipients.answer(soFar, recipient.to());
        }
        Mailbox to = recipient.to().mailbox().orElseThrow();
        return objection(to).or(() -> silence(to)).orElseGet(() -> allowance(account.get(), soFar, to));
    }

    /** RFC 5321 §5.1, RFC 7505 §4.1, RFC 7504 §4. */
    private Optional<Reply> silence(Mailbox to) {
        return switch (recipientDomain.find(to.domain())) {
            case PERHAPS -> Optional.empty();
            case SILENT ->
                Optional.of(
                        Reply.of(
                                556,
                                "5.1.10",
                                "The domain " + Reply.quoted(to.domain())
                                        + " says in the DNS (null MX, RFC 7505) that it takes no mail; look for another address."));
            case ABSENT ->
                Optional.of(Reply.of(
                        550,
                        "5.1.2",
                        "There is no domain " + Reply.quoted(to.domain()) + " in the DNS; check how it is spelled."));
        };
    }

    /** RFC 6409 §4.2: a domain that is complete, and could be in the DNS; no way into this machine or its network. */
    private static Optional<Reply> objection(Mailbox to) {
        if (to.literal()) {
            return Optional.of(Reply.of(
                    554,
                    "5.1.2",
                    "This server sends to domains, not to address literals; write the recipient's domain."));
        }
        String name = DomainName.parse(to.domain()).map(DomainName::toString).orElse("");
        boolean local = name.equals("localhost") || name.endsWith(".localhost");
        boolean number = !name.isEmpty() && Character.isDigit(name.charAt(name.length() - 1)) && isNumber(name);
        return HeaderRules.qualified(to.domain()) && !local && !number
                ? Optional.empty()
                : Optional.of(Reply.of(
                        554,
                        "5.1.2",
                        "The domain " + Reply.quoted(to.domain())
                                + " is none that mail could be sent to; write it in full, like example.org."));
    }

    /** No top-level domain is a number, so that nobody takes an address for a name (RFC 1123 §2.1). */
    private static boolean isNumber(String name) {
        return name.substring(name.lastIndexOf('.') + 1).chars().allMatch(Character::isDigit);
    }

    private Reply allowance(AccountEntry account, Envelope soFar, Mailbox to) {
        List<Mailbox> outside = new ArrayList<>();
        for (RcptCommand before : soFar.recipients()) {
            if (!recipients.ours(before.to())) {
                before.to().mailbox().ifPresent(outside::add);
            }
        }
        outside.add(to);
        try {
            return queue.against(account.number(), outside)
                    .map(LimitReplies::of)
                    .orElse(LocalRecipients.OK);
        } catch (StoreException e) {
            return StoreReplies.of(e);
        }
    }

    @Override
    public IncomingMessage message(Envelope envelope) {
        return BinaryMessage.of(envelope, store, this::submission);
    }

    private Submission submission(Envelope envelope) {
        Identity identity = envelope.peer().identity().orElseThrow();
        List<RcptCommand> here = new ArrayList<>();
        List<RcptCommand> outside = new ArrayList<>();
        for (RcptCommand recipient : envelope.recipients()) {
            if (recipients.ours(recipient.to())) {
                here.add(recipient);
            } else {
                outside.add(recipient);
            }
        }
        return new Submission(
                hostname,
                envelope,
                identity.account(),
                new HeaderRules(
                        identity.address(), mailbox -> owns(identity.account(), mailbox.localPart(), mailbox.domain())),
                new Submission.Recipients(here, outside),
                store,
                new Copies(directory, mailboxes),
                queue,
                notifications,
                heldBack,
                random,
                clock);
    }
}
