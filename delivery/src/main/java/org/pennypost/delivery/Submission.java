package org.pennypost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pennypost.queue.HeldMessage;
import org.pennypost.queue.HeldRecipient;
import org.pennypost.queue.HoldResult;
import org.pennypost.queue.LimitReached;
import org.pennypost.queue.OutboundMessage;
import org.pennypost.queue.Queue;
import org.pennypost.smtp.DeliverBy;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.MessageSurvey;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * One message of an account of ours on its way to its recipients, here and elsewhere. All of them are taken care of when it is accepted, or
 * none: then the client is told what to do.
 */
final class Submission implements IncomingMessage {
    /*
     * The header is held back until it is whole, then goes to the blob without the fields that nobody may see; the body follows as it
     * comes. What is missing is added in front, as trace fields are, when the end is known.
     *
     * Copies for INBOXes and the queue's record are commits to several partitions, which the store does not make atomic together. Where
     * nobody is outside, the count and all copies share a sync. Where somebody is, the copies are awaited first and the queue comes last:
     * what it holds may be on its way in the next moment and could not be taken back, while copies can. A message that is to be held back
     * (RFC 4865) is in the queue alone, for those here too, until Releases takes it from there.
     */
    private static final System.Logger LOG = System.getLogger(Submission.class.getName());

    private static final Reply TOO_MANY = Reply.of(
            452,
            "4.5.3",
            "These are too many recipients for one message; nothing was sent. Send it to some now, and to the rest in another.");

    private static final Reply TOO_LATE = Reply.of(
            555,
            "5.4.7",
            "The time that BY gave the message is over before it can be delivered; nothing was sent. Give it more.");

    /** Who gets it here, and who elsewhere. */
    record Recipients(List<RcptCommand> here, List<RcptCommand> outside) {
        Recipients {
            here = List.copyOf(here);
            outside = List.copyOf(outside);
        }
    }

    private final String hostname;
    /** When the message has come, BY is the time that is left of what it said. */
    private Envelope envelope;

    private final long account;
    private final HeaderRules rules;
    private final Recipients recipients;
    private final Copies copies;
    private final Queue queue;
    private final Notifications notifications;
    private final Runnable heldBack;
    private final RandomGenerator random;
    private final InstantSource clock;

    private final SubmittedHeader header = new SubmittedHeader();
    private final EightBitScan body = new EightBitScan();

    /** Of what goes elsewhere, or is held back. */
    private final MessageSurvey survey = new MessageSurvey();

    private final boolean surveyed;

    /** From when the time runs in which it is to be delivered (RFC 2852 §4): MAIL and RCPT have just been. */
    private final Instant begun;

    private @Nullable BlobDraft draft;
    private @Nullable StoreException failure;

    Submission(
            String hostname,
            Envelope envelope,
            long account,
            HeaderRules rules,
            Recipients recipients,
            Store store,
            Copies copies,
            Queue queue,
            Notifications notifications,
            Runnable heldBack,
            RandomGenerator random,
            InstantSource clock) {
        this.hostname = hostname;
        this.envelope = envelope;
        this.account = account;
        this.rules = rules;
        this.recipients = recipients;
        this.copies = copies;
        this.queue = queue;
        this.notifications = notifications;
        this.heldBack = heldBack;
        this.random = random;
        this.clock = clock;
        this.begun = clock.instant();
        this.surveyed = !recipients.outside().isEmpty()
                || EnvelopeParameters.heldUntil(envelope.mail(), clock.instant())
                        .isPresent();
        try {
            this.draft = store.blobs().draft();
        } catch (StoreException e) {
            this.failure = e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (draft == null || failure != null || header.tooLong()) {
            return;
        }
        try {
            int taken = 0;
            if (!header.complete()) {
                taken = header.take(bytes, offset, length);
                if (header.complete()) {
                    passHeader(draft);
                }
            }
            if (taken < length && !header.tooLong()) {
                body(draft, bytes, offset + taken, length - taken);
            }
        } catch (StoreException e) {
            failure = e;
        }
    }

    private void passHeader(BlobDraft out) throws StoreException {
        if (!header.tooLong()) {
            header.writeTo((bytes, offset, length) -> goesOn(out, bytes, offset, length));
            header.passTo((bytes, offset, length) -> body(out, bytes, offset, length));
        }
    }

    private void body(BlobDraft out, byte[] bytes, int offset, int length) throws StoreException {
        body.accept(bytes, offset, length);
        goesOn(out, bytes, offset, length);
    }

    private void goesOn(BlobDraft out, byte[] bytes, int offset, int length) throws StoreException {
        if (surveyed) {
            survey.accept(bytes, offset, length);
        }
        out.write(bytes, offset, length);
    }

    @Override
    public Reply accept() {
        if (failure != null || draft == null) {
            return StoreReplies.of(failure == null ? new StoreException("the store gave no draft") : failure);
        }
        try {
            if (!header.complete()) {
                header.end();
                passHeader(draft);
            }
            Optional<Reply> objection = rules.objection(header);
            if (objection.isPresent()) {
                return objected(objection.get());
            }
            draft.finish();
            return send(draft);
        } catch (StoreException e) {
            return StoreReplies.of(e);
        }
    }

    /** RFC 6409 §5.2: misconfigured programs are worth a line in the log, which a session's limit of errors bounds. */
    private Reply objected(Reply reply) {
        LOG.log(
                System.Logger.Level.INFO,
                "connection={0} submission of account {1} refused: {2}",
                envelope.peer().connection(),
                rules.address(),
                reply.lines().getFirst());
        return reply;
    }

    private Reply send(BlobDraft content) throws StoreException {
        Instant now = clock.instant();
        Optional<DeliverBy> left = timeLeft(now);
        if (left.filter(by -> by.mode() == DeliverBy.Mode.RETURN && by.seconds() <= 0)
                .isPresent()) {
            return TOO_LATE;
        }
        left.ifPresent(by -> envelope = new Envelope(
                envelope.peer(),
                new MailCommand(envelope.from(), envelope.mail().parameters().with(EnvelopeParameters.BY, by)),
                envelope.recipients()));
        String more = rules.additions(header, body, now, random);
        List<String> added = more.lines()
                .map(field -> field.substring(0, field.indexOf(':')))
                .toList();
        TraceFields trace = new TraceFields(envelope, hostname, now, more, added);
        List<HeldRecipient> outside = recipients.outside().stream()
                .map(to -> new HeldRecipient(to.to().mailbox().orElseThrow(), HeldParameters.of(to)))
                .toList();
        // The interval begins when the message is taken, which is not before it has come (RFC 4865 §4.2 (5)).
        Optional<Instant> until =
                EnvelopeParameters.heldUntil(envelope.mail(), now).filter(now::isBefore);
        if (until.isPresent()) {
            return holdBack(new Arrived(content, trace, now), outside, until.get());
        }
        if (!OutboundMessage.holds(outside)) {
            return TOO_MANY;
        }
        copies.begin(content, recipients.here().stream().map(RcptCommand::to).toList(), trace, now);
        Arrived arrived = new Arrived(content, trace, now);
        return outside.isEmpty() ? sendHere(arrived) : sendOut(arrived, outside);
    }

    private Optional<DeliverBy> timeLeft(Instant now) {
        long gone = Duration.between(begun, now).toSeconds();
        return envelope.mail()
                .parameters()
                .find(EnvelopeParameters.BY)
                .map(by -> new DeliverBy(by.seconds() - gone, by.mode(), by.trace()));
    }

    /** The message, whole. */
    private record Arrived(BlobDraft content, TraceFields trace, Instant at) {}

    private Reply sendHere(Arrived arrived) throws StoreException {
        Pending<Optional<LimitReached>> count;
        try {
            count = queue.count(account);
        } catch (StoreException e) {
            copies.await();
            copies.takeBack();
            throw e;
        }
        Optional<Reply> refusal = copies.await();
        Optional<LimitReached> limit;
        try {
            limit = count.await();
        } catch (StoreException e) {
            copies.takeBack();
            throw e;
        }
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (limit.isPresent()) {
            copies.takeBack();
            return LimitReplies.of(limit.get());
        }
        tell(arrived);
        return Reply.of(250, "2.0.0", deliveredHere() + ".");
    }

    /** That those here have it, for whom that was asked; they do not keep it when it cannot be told. */
    private Notifications.Told tell(Arrived arrived) throws StoreException {
        List<RcptCommand> asked = recipients.here().stream()
                .filter(recipient -> Notifications.success(envelope, recipient))
                .toList();
        try {
            return notifications.delivered(envelope, asked, arrived.at(), arrived.trace(), arrived.content());
        } catch (StoreException e) {
            copies.takeBack();
            throw e;
        }
    }

    private Reply sendOut(Arrived arrived, List<HeldRecipient> outside) throws StoreException {
        Optional<Reply> refusal = copies.await();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Notifications.Told told = tell(arrived);
        OutboundMessage message = outbound(arrived, outside, Optional.empty());
        HoldResult result;
        try {
            result = queue.hold(message).await();
        } catch (StoreException e) {
            told.takeBack();
            copies.takeBack();
            throw e;
        }
        return switch (result) {
            case HoldResult.Held held -> {
                if (envelope.mail().parameters().has(EnvelopeParameters.BY)) {
                    heldBack.run();
                }
                yield Reply.of(
                        250,
                        "2.0.0",
                        (recipients.here().isEmpty() ? "" : deliveredHere() + "; ") + "queued as " + held.id() + " for "
                                + outside.size() + (outside.size() == 1 ? " recipient" : " recipients")
                                + " elsewhere.");
            }
            case HoldResult.OverLimit over -> {
                told.takeBack();
                copies.takeBack();
                yield LimitReplies.of(over.limit());
            }
            case HoldResult.TooMuchHeldBack _ -> throw new IllegalStateException("this is not to be held back");
        };
    }

    private Reply holdBack(Arrived arrived, List<HeldRecipient> outside, Instant until) throws StoreException {
        List<HeldRecipient> here = recipients.here().stream()
                .flatMap(to ->
                        copies
                                .address(to.to())
                                .map(address -> new HeldRecipient(address, HeldParameters.of(to)))
                                .stream())
                .toList();
        List<HeldRecipient> all = Stream.concat(here.stream(), outside.stream()).toList();
        if (all.size() < envelope.recipients().size()) {
            throw new StoreException("the account of the postmaster went away meanwhile");
        }
        if (!OutboundMessage.holds(all)) {
            return TOO_MANY;
        }
        boolean late = envelope.mail()
                .parameters()
                .find(EnvelopeParameters.BY)
                .filter(by -> arrived.at().plusSeconds(by.seconds()).isBefore(until))
                .isPresent();
        if (late) {
            return TOO_LATE;
        }
        OutboundMessage message = outbound(arrived, outside, Optional.of(new OutboundMessage.HeldBack(until, here)));
        return switch (queue.hold(message).await()) {
            case HoldResult.Held held -> {
                heldBack.run();
                yield Reply.of(
                        250,
                        "2.0.0",
                        "held back as " + held.id() + " for " + all.size()
                                + (all.size() == 1 ? " recipient" : " recipients") + " until "
                                + until.truncatedTo(ChronoUnit.SECONDS) + ".");
            }
            case HoldResult.OverLimit over -> LimitReplies.of(over.limit());
            case HoldResult.TooMuchHeldBack _ -> LimitReplies.TOO_MUCH_HELD_BACK;
        };
    }

    private OutboundMessage outbound(
            Arrived arrived, List<HeldRecipient> outside, Optional<OutboundMessage.HeldBack> until) {
        boolean international = survey.utf8Header() || !asciiAddresses();
        EightBitScan added = new EightBitScan();
        byte[] prefix = arrived.trace().forRelay(international);
        added.accept(prefix, 0, prefix.length);
        return new OutboundMessage(
                account,
                envelope.from(),
                HeldParameters.of(envelope.mail()),
                new HeldMessage.Form(
                        survey.eightBit() || added.found(), survey.utf8Header() || added.found(), tlsOptional()),
                prefix,
                arrived.content(),
                outside,
                until);
    }

    /** RFC 8689 §4.1: the field of the header counts where MAIL does not say REQUIRETLS. */
    private boolean tlsOptional() {
        return !envelope.mail().parameters().has(EnvelopeParameters.REQUIRETLS)
                && header.values("tls-required").stream()
                        .anyMatch(value -> value.strip().equalsIgnoreCase("No"));
    }

    private boolean asciiAddresses() {
        return envelope.from().mailbox().map(Mailbox::ascii).orElse(true)
                && recipients.outside().stream()
                        .flatMap(to -> to.to().mailbox().stream())
                        .allMatch(Mailbox::ascii);
    }

    private String deliveredHere() {
        int count = copies.delivered();
        return count == 1 ? "Delivered" : "Delivered to " + count + " mailboxes";
    }

    @Override
    public void close() {
        if (draft != null) {
            draft.close();
        }
    }
}
