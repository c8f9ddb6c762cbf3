package org.pennypost.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Uid;
import org.pennypost.mime.OutgoingMessage;
import org.pennypost.mime.Target;
import org.pennypost.queue.HeldMessage;
import org.pennypost.queue.HeldRecipient;
import org.pennypost.queue.OutboundMessage;
import org.pennypost.queue.Queue;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.Notify;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.ReversePath;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * Tells senders what became of their messages (RFC 3461 §5.2, §6): those of ours in their INBOX, all others by the queue, always from the
 * null reverse-path, so that nobody is ever told of a report. Thread-safe.
 */
public final class Notifications {
    private static final System.Logger LOG = System.getLogger(Notifications.class.getName());

    /** A failed message that is longer comes back as its header alone, whatever RET says (RFC 3461 §6.2). */
    private static final int RETURNED_OCTETS_MAX = 1_000_000;

    private final String hostname;
    private final Store store;
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final Queue queue;
    private final RandomGenerator random;
    private final InstantSource clock;

    /**
     * @param hostname who reports
     * @param random for Message-IDs and boundaries; thread-safe
     */
    public Notifications(
            String hostname,
            Store store,
            Directory directory,
            Mailboxes mailboxes,
            Queue queue,
            RandomGenerator random,
            InstantSource clock) {
        this.hostname = hostname;
        this.store = store;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.random = random;
        this.clock = clock;
    }

    /** Whether somebody is to be told when this recipient has the message (§5.2.3): only who asked, and never the null path (§5.2). */
    static boolean success(Envelope envelope, RcptCommand recipient) {
        return recipient
                        .parameters()
                        .find(EnvelopeParameters.NOTIFY)
                        .filter(notify -> notify.on().contains(Notify.Occasion.SUCCESS))
                        .isPresent()
                && envelope.from().mailbox().isPresent();
    }

    /** A report that is where it belongs; the null object where it could not be. */
    static final class Told {
        private static final Told NOBODY = new Told(Optional.empty());

        private record Place(Account account, Uid uid) {}

        private final Optional<Place> place;

        private Told(Optional<Place> place) {
            this.place = place;
        }

        /** What was reported is undone. Not for a report that left by the queue: nothing is done behind such a one that could fail. */
        void takeBack() throws StoreException {
            if (place.isPresent()) {
                Account account = place.get().account();
                account.expunge(account.inbox(), List.of(place.get().uid()));
            }
        }
    }

    /**
     * Tells the sender that these have the message; durable on return.
     *
     * @param recipients for whom {@link #success} holds; nobody is told where there are none
     * @param arrived when the message came
     * @param trace the fields in front of the message
     * @param content the message, finished
     */
    Told delivered(
            Envelope envelope, List<RcptCommand> recipients, Instant arrived, TraceFields trace, BlobDraft content)
            throws StoreException {
        if (recipients.isEmpty()) {
            return Told.NOBODY;
        }
        Mailbox sender = envelope.from().mailbox().orElseThrow();
        StatusReport report = new StatusReport(
                hostname,
                sender,
                envelope.mail().parameters(),
                arrived,
                recipients.stream()
                        .map(recipient -> new StatusReport.Recipient(
                                recipient.to().mailbox().map(Mailbox::toString).orElse("postmaster"),
                                recipient.parameters().find(EnvelopeParameters.ORCPT)))
                        .toList());
        String domain = recipients.stream()
                .flatMap(recipient -> recipient.to().mailbox().stream())
                .map(Mailbox::asciiDomain)
                .findFirst()
                .orElse(hostname);
        byte[] prefix = trace.forRelay(envelope.mail().smtpUtf8());
        OutgoingMessage message =
                report.delivered(domain, ReturnedContent.header(prefix, content::read), clock, random);
        return tell(sender, message, target(message, false));
    }

    /**
     * Tells the sender of a message that was held back that these have it now, as far as that was asked for; durable on return.
     *
     * @param recipients whom it was released to, here
     */
    void released(HeldMessage message, List<HeldRecipient> recipients) throws StoreException {
        List<StatusReport.Recipient> asking = HeldParameters.successes(recipients);
        if (!asking.isEmpty()) {
            String domain = recipients.getFirst().to().asciiDomain();
            tellOf(message, asking, (report, header) -> report.delivered(domain, header, clock, random));
        }
    }

    /** Tells the sender that these have not got a message in the time that it gave, as far as it wants to hear that; durable on return. */
    void late(HeldMessage message, List<HeldRecipient> recipients) throws StoreException {
        List<StatusReport.Recipient> asking = HeldParameters.delays(recipients);
        if (!asking.isEmpty()) {
            tellOf(message, asking, (report, header) -> report.late(domainOf(report.sender()), header, clock, random));
        }
    }

    @FunctionalInterface
    private interface Telling {
        OutgoingMessage message(StatusReport report, StatusReport.Returned header);
    }

    /** Of a message that waits, with its header. */
    private void tellOf(HeldMessage message, List<StatusReport.Recipient> asking, Telling telling)
            throws StoreException {
        Optional<Mailbox> sender = message.from().mailbox();
        if (sender.isEmpty()) {
            return;
        }
        StatusReport report =
                new StatusReport(hostname, sender.get(), HeldParameters.mail(message), message.accepted(), asking);
        OutgoingMessage told = telling.message(report, header(message));
        tell(sender.get(), told, target(told, false));
    }

    private StatusReport.Returned header(HeldMessage message) throws StoreException {
        try {
            Optional<Blob> content = store.blobs().open(message.content());
            if (content.isPresent()) {
                try (Blob blob = content.get()) {
                    return ReturnedContent.header(message.prefix(), blob::read);
                }
            }
        } catch (CorruptFile damaged) {
            LOG.log(System.Logger.Level.WARNING, "message " + message.id() + " of the queue cannot be read", damaged);
        }
        return ReturnedContent.trace(message.prefix());
    }

    /**
     * Tells the sender of a message that an administrator takes out of the queue that it will not arrive (§5.2.6), unless it is the null
     * path or wanted to hear nothing. Of a message that is damaged nothing comes back. Durable on return; to be called before the message is removed.
     *
     * @return whether somebody is told
     */
    public boolean removed(HeldMessage message) throws StoreException {
        return failed(message, queue.recipients(message.id()), StatusReport.Failure.REMOVED);
    }

    /** The same of some of its recipients, for another reason. */
    boolean failed(HeldMessage message, List<HeldRecipient> failing, StatusReport.Failure failure)
            throws StoreException {
        List<StatusReport.Recipient> recipients = HeldParameters.failures(failing);
        Optional<Mailbox> sender = message.from().mailbox();
        if (recipients.isEmpty() || sender.isEmpty()) {
            return false;
        }
        StatusReport report =
                new StatusReport(hostname, sender.get(), HeldParameters.mail(message), message.accepted(), recipients);
        try {
            Optional<Blob> content = store.blobs().open(message.content());
            if (content.isPresent()) {
                try (Blob blob = content.get()) {
                    tellFailed(report, failure, message, blob);
                    return true;
                }
            }
        } catch (CorruptFile damaged) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "message " + message.id() + " of the queue cannot be given back",
                    damaged);
        }
        OutgoingMessage told =
                report.failed(failure, domainOf(sender.get()), ReturnedContent.trace(message.prefix()), clock, random);
        tell(sender.get(), told, target(told, false));
        return true;
    }

    private void tellFailed(StatusReport report, StatusReport.Failure failure, HeldMessage message, Blob blob)
            throws StoreException {
        boolean full = HeldParameters.returnsAll(message) && message.octets() <= RETURNED_OCTETS_MAX;
        StatusReport.Returned returned = full
                ? ReturnedContent.whole(message.prefix(), blob::read)
                : ReturnedContent.header(message.prefix(), blob::read);
        OutgoingMessage told = report.failed(failure, domainOf(report.sender()), returned, clock, random);
        Target target = full && message.form().utf8Header()
                ? Target.INTERNATIONAL
                : target(told, full && message.form().eightBit());
        tell(report.sender(), told, target);
    }

    /** Whose postmaster reports to this sender. */
    private String domainOf(Mailbox sender) {
        return directory.hosts(sender.domain()) ? sender.asciiDomain() : hostname;
    }

    private static Target target(OutgoingMessage message, boolean eightBit) {
        return message.international() ? Target.INTERNATIONAL : eightBit ? Target.EIGHT_BIT : Target.SEVEN_BIT;
    }

    private Told tell(Mailbox sender, OutgoingMessage message, Target target) throws StoreException {
        try (BlobDraft draft = store.blobs().draft()) {
            message.writeTo(new DraftStream(draft), target);
            draft.finish();
            if (directory.hosts(sender.domain())) {
                return place(sender, draft);
            }
            queue.hold(new OutboundMessage(
                            OutboundMessage.OURS,
                            ReversePath.NULL,
                            target == Target.INTERNATIONAL ? "SMTPUTF8" : "",
                            new HeldMessage.Form(target != Target.SEVEN_BIT, target == Target.INTERNATIONAL, false),
                            new byte[0],
                            draft,
                            List.of(new HeldRecipient(sender, HeldParameters.NEVER))))
                    .await();
            return Told.NOBODY;
        } catch (StoreException failed) {
            throw failed;
        } catch (IOException impossible) {
            throw new StoreException("a report could not be written", impossible);
        }
    }

    /** Where a sender of ours has no room, or is nobody, nobody is told: that is what the null path of a report means (RFC 5321 §4.5.5). */
    private Told place(Mailbox sender, BlobDraft report) throws StoreException {
        Optional<AccountEntry> entry = directory.resolve(sender.localPart(), sender.domain());
        if (entry.isEmpty()) {
            lost(sender, "nobody has this name");
            return Told.NOBODY;
        }
        Account account = mailboxes.account(new AccountId(entry.get().number()));
        byte[] prefix = ("Return-Path: <>\r\nDelivered-To: " + sender + "\r\n").getBytes(StandardCharsets.UTF_8);
        AppendResult result = account.append(account.inbox(), new NewMessage(report, prefix, clock.instant(), Set.of()))
                .await();
        if (result instanceof AppendResult.Appended appended) {
            return new Told(Optional.of(new Told.Place(account, appended.uid())));
        }
        lost(sender, "its mailbox takes nothing (" + result.getClass().getSimpleName() + ")");
        return Told.NOBODY;
    }

    private static void lost(Mailbox sender, String why) {
        LOG.log(System.Logger.Level.INFO, "a delivery report for {0} is dropped: {1}", sender, why);
    }

    private static final class DraftStream extends OutputStream {
        private final BlobDraft draft;

        DraftStream(BlobDraft draft) {
            this.draft = draft;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            draft.write(bytes, offset, length);
        }
    }
}
