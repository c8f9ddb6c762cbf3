package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.store.StoreException;

/** Puts new messages into a mailbox within one plan. */
final class Appending {
    /** The most messages that one plan takes: each is some hundred octets of its batch. */
    static final int MESSAGES_MAX = 1_000;

    /** What the projections of one plan take of its batch at most; those beyond follow in the next ({@link Projections#renew(long, long)}). */
    private static final int PROJECTION_OCTETS_MAX = 600_000;

    private Appending() {}

    /** The projections of messages, as far as there is room for them. */
    static List<StoredProjection> projections(List<NewMessage> messages) throws StoreException {
        List<StoredProjection> projections = new ArrayList<>();
        int room = PROJECTION_OCTETS_MAX;
        for (NewMessage message : messages) {
            StoredProjection projection = room == 0
                    ? StoredProjection.NONE
                    : message.projection().isCurrent()
                            ? message.projection()
                            : NewMessage.project(message.content(), message.prefix());
            if (projection.bytes().length > room) {
                room = 0;
                projection = StoredProjection.NONE.withPlain(projection.plain());
            }
            room -= projection.bytes().length;
            projections.add(projection);
        }
        return projections;
    }

    /** Appends one, or says why not. */
    static AppendResult one(
            Plan plan, MailboxId mailbox, NewMessage message, StoredProjection projection, SurrogateNote surrogate)
            throws StoreException {
        Optional<MailboxState> target = plan.mailbox(mailbox);
        if (target.isEmpty()) {
            return new NoSuchMailbox(mailbox);
        }
        MailboxState state = target.get();
        AccountState account = plan.account();
        if (!account.quota.admits(account.usage(), message.octets(), 1)) {
            return new OverQuota(account.quota, account.usage());
        }
        Optional<Keywords> keywords = withKeywords(plan, state, message.flags());
        if (keywords.isEmpty()) {
            return new TooManyKeywords(Keywords.COUNT_MAX);
        }
        Row row = add(plan, state, message, projection, surrogate, keywords.get());
        return new AppendResult.Appended(
                new UidValidity(state.uidValidity),
                new Uid(row.uid()),
                new MessageId(row.id()),
                new ModSeq(row.modSeq()));
    }

    /**
     * Appends all of them, or says why none.
     *
     * @param projections of the messages, in their order
     * @param surrogates of the messages, in their order
     */
    static AppendAllResult append(
            Plan plan,
            MailboxId mailbox,
            List<NewMessage> messages,
            List<StoredProjection> projections,
            List<SurrogateNote> surrogates)
            throws StoreException {
        Optional<MailboxState> target = plan.mailbox(mailbox);
        if (target.isEmpty()) {
            return new NoSuchMailbox(mailbox);
        }
        MailboxState state = target.get();
        AccountState account = plan.account();
        long octets = messages.stream().mapToLong(NewMessage::octets).sum();
        if (!account.quota.admits(account.usage(), octets, messages.size())) {
            return new OverQuota(account.quota, account.usage());
        }
        Set<Flag> flags = new HashSet<>();
        messages.forEach(message -> flags.addAll(message.flags()));
        Optional<Keywords> keywords = withKeywords(plan, state, flags);
        if (keywords.isEmpty()) {
            return new TooManyKeywords(Keywords.COUNT_MAX);
        }
        UidSet.Builder uids = new UidSet.Builder();
        for (int i = 0; i < messages.size(); i++) {
            uids.add(add(plan, state, messages.get(i), projections.get(i), surrogates.get(i), keywords.get())
                    .uid());
        }
        return new AppendAllResult.Appended(
                new UidValidity(state.uidValidity), uids.build(), new ModSeq(plan.modSeq()));
    }

    /** The mailbox's keywords with those of new messages among them; empty if they are too many. Most mail has none, and then nothing is read. */
    static Optional<Keywords> withKeywords(Plan plan, MailboxState state, Set<Flag> flags) throws StoreException {
        if (flags.isEmpty()) {
            return Optional.of(Keywords.NONE);
        }
        Optional<Keywords> keywords = plan.keywords(state).with(flags);
        if (keywords.isPresent()) {
            plan.keywords(state, keywords.get());
        }
        return keywords;
    }

    /** Adds one that fits; the keywords are those that the mailbox knows now, the message's among them. */
    static Row add(
            Plan plan,
            MailboxState state,
            NewMessage message,
            StoredProjection projection,
            SurrogateNote surrogate,
            Keywords keywords)
            throws StoreException {
        long number = plan.nextMessage();
        Content content = new Content(message.content().id(), message.content().size(), message.prefix(), projection);
        plan.batch().put(Keys.content(number), ContentFormat.encode(content));
        plan.batch().link(message.content(), Keys.content(number));
        Row row = new Row(
                plan.nextUid(state),
                plan.modSeq(),
                number,
                number,
                keywords.mask(message.flags()),
                message.octets(),
                message.received().getEpochSecond(),
                plan.time().getEpochSecond(),
                surrogate.code());
        plan.add(state, row);
        return row;
    }
}
