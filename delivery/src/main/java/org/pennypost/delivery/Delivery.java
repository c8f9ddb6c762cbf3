package org.pennypost.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mime.MessageStart;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * One message on its way into its recipients' INBOXes: its bytes go to one blob that all of them share, and each account gets a
 * message of its own with its own trace fields. Over SMTP all of them have it, or the client is told to come again and none of them keeps
 * it; over LMTP each has an answer of its own (RFC 2033 §4.2).
 */
final class Delivery implements IncomingMessage {
    /** Enough of the beginning to see whether it is a header field. */
    private static final int BEGINNING_BYTES = MessageStart.HEAD_BYTES;

    private final String hostname;
    private final Envelope envelope;
    private final Copies copies;
    private final Notifications notifications;
    private final InstantSource clock;

    private final byte[] beginning = new byte[BEGINNING_BYTES];
    private final DeliveredTo deliveredTo = new DeliveredTo();
    private int beginningLength;
    private @Nullable BlobDraft draft;
    private @Nullable StoreException failure;

    Delivery(
            String hostname,
            Envelope envelope,
            Store store,
            Directory directory,
            Mailboxes mailboxes,
            Notifications notifications,
            InstantSource clock) {
        this.hostname = hostname;
        this.envelope = envelope;
        this.copies = new Copies(directory, mailboxes);
        this.notifications = notifications;
        this.clock = clock;
        try {
            this.draft = store.blobs().draft();
        } catch (StoreException e) {
            this.failure = e;
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int wanted = Math.min(length, BEGINNING_BYTES - beginningLength);
        System.arraycopy(bytes, offset, beginning, beginningLength, wanted);
        beginningLength += wanted;
        deliveredTo.read(bytes, offset, length);
        if (draft == null || failure != null) {
            return;
        }
        try {
            draft.write(bytes, offset, length);
        } catch (StoreException e) {
            failure = e;
        }
    }

    @Override
    public Reply accept() {
        if (failure != null || draft == null) {
            return StoreReplies.of(failure == null ? new StoreException("the store gave no draft") : failure);
        }
        Optional<Reply> loop = loop();
        if (loop.isPresent()) {
            return loop.get();
        }
        try {
            draft.finish();
            return deliver(draft);
        } catch (StoreException e) {
            return StoreReplies.of(e);
        }
    }

    @Override
    public List<Reply> acceptForEach(int recipients) {
        if (failure != null || draft == null) {
            Reply reply = StoreReplies.of(failure == null ? new StoreException("the store gave no draft") : failure);
            return Collections.nCopies(recipients, reply);
        }
        try {
            draft.finish();
            return deliverEach(draft);
        } catch (StoreException e) {
            return Collections.nCopies(recipients, StoreReplies.of(e));
        }
    }

    private List<Reply> deliverEach(BlobDraft content) throws StoreException {
        List<ForwardPath> all =
                envelope.recipients().stream().map(RcptCommand::to).toList();
        List<ForwardPath> open = all.stream().filter(to -> loop(to).isEmpty()).toList();
        Instant now = clock.instant();
        TraceFields trace = trace(now);
        List<Optional<AccountEntry>> accounts = copies.beginEach(content, open, trace, now);
        Iterator<Reply> answers = copies.awaitEach(accounts).iterator();
        List<Reply> replies =
                all.stream().map(to -> loop(to).orElseGet(answers::next)).toList();
        List<RcptCommand> delivered = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i).positive()) {
                delivered.add(envelope.recipients().get(i));
            }
        }
        tell(delivered, content, trace, now);
        return replies;
    }

    /** Before the client hears that they have it: then a report that was asked for is as safe as the message, and without it nobody keeps one. */
    private void tell(List<RcptCommand> delivered, BlobDraft content, TraceFields trace, Instant now)
            throws StoreException {
        List<RcptCommand> asked = delivered.stream()
                .filter(recipient -> Notifications.success(envelope, recipient))
                .toList();
        try {
            notifications.delivered(envelope, asked, now, trace, content);
        } catch (StoreException e) {
            copies.takeBack();
            throw e;
        }
    }

    /** All are refused, as one reply is for all of them (RFC 5321 §6.3): who sent it hears of the loop, and nobody loses anything quietly. */
    private Optional<Reply> loop() {
        return envelope.recipients().stream()
                .flatMap(recipient -> loop(recipient.to()).stream())
                .findFirst();
    }

    private Optional<Reply> loop(ForwardPath to) {
        return to.mailbox()
                .map(Mailbox::toString)
                .filter(deliveredTo::has)
                .map(address -> Reply.of(
                        554,
                        "5.4.6",
                        "This message has been delivered to " + Reply.quoted(address)
                                + " already: it goes round in a loop."));
    }

    private Reply deliver(BlobDraft content) throws StoreException {
        Instant now = clock.instant();
        TraceFields trace = trace(now);
        copies.begin(
                content, envelope.recipients().stream().map(RcptCommand::to).toList(), trace, now);
        Optional<Reply> refusal = copies.await();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        tell(envelope.recipients(), content, trace, now);
        return Reply.of(
                250,
                "2.0.0",
                copies.delivered() == 1 ? "Delivered." : "Delivered to " + copies.delivered() + " mailboxes.");
    }

    private TraceFields trace(Instant now) {
        return new TraceFields(
                envelope,
                hostname,
                now,
                MessageStart.of(beginning, 0, beginningLength).separator(),
                List.of());
    }

    @Override
    public void close() {
        if (draft != null) {
            draft.close();
        }
    }
}
