package org.pennypost.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.Mailbox;
import org.pennypost.store.Batch;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * The messages that are to leave this machine, held durably until they have, and the count of what each account sends. Thread-safe.
 *
 * <p>Nothing relays them yet: what is here waits, and an administrator can look at it and remove it. The relay will read the same rows.
 */
public final class Queue {
    /*
     * A message, its recipients, its link to the content and the count of its account are one commit to one partition: after a crash
     * all of them are there or none, so a held message is there exactly once, and nobody gets round a limit by many sessions at once,
     * since the works of a partition follow each other. Buckets keep accounts from waiting for each other, and let servers that share
     * a store share the queue. Rejected: a count in the account's own partition, which would be a second commit that can be lost alone.
     */

    /** Into how many partitions the queue is cut; part of the form on disk. */
    static final int BUCKETS = 16;

    /** So many recipients are read at once, which takes far less than a snapshot may be held. */
    private static final int ROWS_AT_ONCE_MAX = 1_000;

    /** What may be held back for one account at a time, in octets as {@link HeldMessage#charge} counts them. */
    public static final long HELD_BACK_OCTETS_MAX = 100_000_000;

    private static final Comparator<HeldMessage> ORDER = Comparator.comparing(
                    (HeldMessage message) -> message.release().orElse(Instant.MIN))
            .thenComparing(HeldMessage::priority, Comparator.reverseOrder())
            .thenComparing(HeldMessage::accepted)
            .thenComparing(HeldMessage::id);

    private final Store store;
    private final SendingLimits limits;
    private final InstantSource clock;
    private final RecentSenders recently = new RecentSenders();

    public Queue(Store store, SendingLimits limits, InstantSource clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Whether an account may send a message now; asked early, to refuse early. What counts is what {@link #hold} and {@link #count} say.
     *
     * @return the limit that stands against it
     */
    public Optional<LimitReached> against(long account) throws StoreException {
        Instant time = clock.instant();
        return recentHistory(account, time).against(limits, time, 1, 0);
    }

    /**
     * Whether an account may send a message to these now; asked early, as above.
     *
     * @param recipients all outside that the message has so far
     * @return the limit that stands against it
     */
    public Optional<LimitReached> against(long account, Collection<Mailbox> recipients) throws StoreException {
        Instant time = clock.instant();
        SendingHistory history = recentHistory(account, time);
        // Mostly there is room even if all were new; then nobody need be looked up.
        if (history.against(limits, time, 1, recipients.size()).isEmpty()) {
            return Optional.empty();
        }
        return store.read(
                bucketOf(account),
                now -> history(now, account)
                        .against(
                                limits,
                                time,
                                1,
                                unknown(now, account, recipients).size()));
    }

    /**
     * Whether a message of about so many octets may be held back for an account besides what is held back for it already (RFC 4865 §6); asked early, as above.
     */
    public boolean holdsBack(long account, long octets) throws StoreException {
        return store.read(
                bucketOf(account),
                now -> now.counter(QueueFormat.heldBack(account)) + Math.max(octets, HeldMessage.CHARGE_MIN)
                        <= HELD_BACK_OCTETS_MAX);
    }

    private SendingHistory recentHistory(long account, Instant time) throws StoreException {
        Optional<SendingHistory> recent = recently.history(account, time);
        if (recent.isPresent()) {
            return recent.get();
        }
        Key key = QueueFormat.history(account);
        Optional<Versioned> stored = store.get(bucketOf(account), key);
        SendingHistory history = stored.isEmpty()
                ? SendingHistory.NONE
                : QueueFormat.readHistory(key, stored.get().bytes());
        recently.saw(account, history, time);
        return history;
    }

    /**
     * Counts a message of an account that does not pass through the queue, because all its recipients are here. Several works that are
     * submitted before the first is awaited share a sync.
     *
     * @return the limit that stands against it; then it is not counted
     */
    public Pending<Optional<LimitReached>> count(long account) throws StoreException {
        return store.submit(bucketOf(account), (now, batch) -> count(now, batch, account, Set.of()));
    }

    /**
     * Takes the responsibility for a message, and counts it, unless it is ours. When the result has been awaited, the message is in the queue exactly once,
     * whatever crashes, or it is not there at all.
     *
     * @throws IllegalArgumentException if the recipients are more than {@link OutboundMessage#holds}
     */
    public Pending<HoldResult> hold(OutboundMessage message) throws StoreException {
        List<HeldRecipient> everybody = message.everybody();
        if (!OutboundMessage.holds(everybody)) {
            throw new IllegalArgumentException("too many recipients for one message");
        }
        Instant accepted = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Mailbox> addresses =
                message.recipients().stream().map(HeldRecipient::to).toList();
        return store.submit(bucketOf(message.account()), (now, batch) -> {
            HeldMessage held = held(next(now, bucket(message.account()), 1), accepted, message, everybody.size());
            if (held.release().isPresent()
                    && now.counter(QueueFormat.heldBack(held.account())) + held.charge() > HELD_BACK_OCTETS_MAX) {
                return new HoldResult.TooMuchHeldBack();
            }
            Optional<LimitReached> limit = message.account() == OutboundMessage.OURS
                    ? Optional.empty()
                    : count(now, batch, message.account(), unknown(now, message.account(), addresses));
            if (limit.isPresent()) {
                return new HoldResult.OverLimit(limit.get());
            }
            batch.add(QueueFormat.HELD, 1);
            batch.link(message.content(), QueueFormat.message(held.id()));
            put(batch, held, everybody);
            return new HoldResult.Held(held.id());
        });
    }

    /** The id of the message to come: the first, or another one of the same work. */
    static QueueId next(Snapshot now, int bucket, int which) throws StoreException {
        return QueueId.of(bucket, now.counter(QueueFormat.HELD) + which);
    }

    /** Writes the rows of a message that has none, but for its link. */
    static void put(Batch batch, HeldMessage message, List<HeldRecipient> recipients) {
        QueueId id = message.id();
        batch.put(QueueFormat.message(id), QueueFormat.write(message));
        if (message.ranked()) {
            batch.put(QueueFormat.ranked(message), QueueFormat.writeMark());
        }
        if (message.release().isPresent()) {
            batch.put(QueueFormat.schedule(message.release().get(), id), QueueFormat.writeMark());
            batch.add(QueueFormat.heldBack(message.account()), message.charge());
        }
        message.deadline().ifPresent(time -> batch.put(QueueFormat.deadline(time, id), QueueFormat.writeMark()));
        int place = 0;
        for (HeldRecipient recipient : recipients) {
            batch.put(QueueFormat.recipient(id, place++), QueueFormat.write(recipient));
        }
    }

    /** Takes away what {@link #put} wrote. */
    static void take(Batch batch, HeldMessage message) {
        QueueId id = message.id();
        batch.delete(QueueFormat.message(id));
        if (message.ranked()) {
            batch.delete(QueueFormat.ranked(message));
        }
        if (message.release().isPresent()) {
            batch.delete(QueueFormat.schedule(message.release().get(), id));
            batch.add(QueueFormat.heldBack(message.account()), -message.charge());
        }
        message.deadline().ifPresent(time -> batch.delete(QueueFormat.deadline(time, id)));
        Key recipients = QueueFormat.recipientsOf(id);
        batch.deleteRange(recipients, recipients.afterPrefix());
    }

    private static HeldMessage held(QueueId id, Instant accepted, OutboundMessage message, int recipients) {
        return new HeldMessage(
                id,
                message.account(),
                accepted,
                message.from(),
                message.parameters(),
                message.form(),
                message.prefix(),
                message.content().id(),
                message.content().size(),
                recipients,
                message.heldBack().map(heldBack -> milliseconds(heldBack.until())),
                EnvelopeParameters.find(EnvelopeParameters.BY, message.parameters())
                        .map(by -> accepted.plusSeconds(by.seconds())));
    }

    /** Not before that time. */
    private static Instant milliseconds(Instant time) {
        Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
        return whole.equals(time) ? whole : whole.plusMillis(1);
    }

    private Optional<LimitReached> count(Snapshot now, Batch batch, long account, Set<Key> newRecipients)
            throws StoreException {
        SendingHistory history = history(now, account);
        Instant time = clock.instant();
        Optional<LimitReached> limit = history.against(limits, time, 1, newRecipients.size());
        if (limit.isEmpty()) {
            SendingHistory counted = history.plus(time, 1, newRecipients.size());
            batch.put(QueueFormat.history(account), QueueFormat.write(counted));
            recently.saw(account, counted, time);
            newRecipients.forEach(key -> batch.put(key, QueueFormat.writeKnown(time)));
        }
        return limit;
    }

    private static SendingHistory history(Snapshot now, long account) throws StoreException {
        Key key = QueueFormat.history(account);
        Optional<Versioned> history = now.get(key);
        return history.isEmpty()
                ? SendingHistory.NONE
                : QueueFormat.readHistory(key, history.get().bytes());
    }

    /** The keys of those that the account has not written to before, each once. */
    private Set<Key> unknown(Snapshot now, long account, Collection<Mailbox> recipients) throws StoreException {
        Set<Key> unknown = new HashSet<>();
        for (Mailbox recipient : recipients) {
            Key key = QueueFormat.known(account, recipient);
            if (recently.knows(key) || unknown.contains(key)) {
                continue;
            }
            if (now.get(key).isPresent()) {
                recently.sawKnown(key);
            } else {
                unknown.add(key);
            }
        }
        return unknown;
    }

    /**
     * The messages that go first: those of higher priority (RFC 6710 §5), and of these the ones that have waited longest; behind them those that are held back
     * ({@link HeldMessage#release}), the next to be released first.
     *
     * @param limit the most to return, at least 1
     */
    public List<HeldMessage> inOrder(int limit) throws StoreException {
        List<HeldMessage> all = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            ranked(Partition.queue(bucket), limit, all);
            ordinary(Partition.queue(bucket), limit, all);
            heldBack(Partition.queue(bucket), limit, all);
        }
        return all.stream().sorted(ORDER).limit(limit).toList();
    }

    /** Adds those whose priority is not 0; of them so many at the front can be among the first of all. */
    private void ranked(Partition bucket, int limit, List<HeldMessage> to) throws StoreException {
        to.addAll(named(bucket, QueueFormat.RANKED, QueueFormat::rankedId, limit));
    }

    private void heldBack(Partition bucket, int limit, List<HeldMessage> to) throws StoreException {
        to.addAll(named(bucket, QueueFormat.SCHEDULE, QueueFormat::scheduledId, limit));
    }

    /** The messages that the first rows of a table name. */
    private List<HeldMessage> named(Partition bucket, Key table, Function<Key, QueueId> id, int limit)
            throws StoreException {
        return store.read(bucket, now -> {
            List<HeldMessage> named = new ArrayList<>();
            for (Entry row : now.range(table, table.afterPrefix(), limit, false)) {
                Key key = QueueFormat.message(id.apply(row.key()));
                Optional<Versioned> message = now.get(key);
                if (message.isPresent()) {
                    named.add(QueueFormat.readMessage(key, message.get().bytes()));
                }
            }
            return named;
        });
    }

    private void ordinary(Partition bucket, int limit, List<HeldMessage> to) throws StoreException {
        Key from = QueueFormat.MESSAGES;
        int found = 0;
        while (found < limit) {
            Key start = from;
            List<Entry> rows = store.read(
                    bucket, now -> now.range(start, QueueFormat.MESSAGES.afterPrefix(), ROWS_AT_ONCE_MAX, false));
            for (Entry row : rows) {
                HeldMessage message =
                        QueueFormat.readMessage(row.key(), row.value().bytes());
                if (message.priority() == 0 && message.release().isEmpty() && found < limit) {
                    to.add(message);
                    found++;
                }
            }
            if (rows.size() < ROWS_AT_ONCE_MAX) {
                return;
            }
            from = rows.getLast().key().bytes(new byte[1]);
        }
    }

    /** One message; empty if it is not in the queue. */
    public Optional<HeldMessage> find(QueueId id) throws StoreException {
        Key key = QueueFormat.message(id);
        Optional<Versioned> there = store.get(Partition.queue(id.bucket()), key);
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(QueueFormat.readMessage(key, there.get().bytes()));
    }

    /** Whom a message is still to reach, in the order in which they were given; none if it is not in the queue. */
    public List<HeldRecipient> recipients(QueueId id) throws StoreException {
        List<HeldRecipient> all = new ArrayList<>();
        Key end = QueueFormat.recipientsOf(id).afterPrefix();
        Key from = QueueFormat.recipientsOf(id);
        while (true) {
            Key start = from;
            List<Entry> some =
                    store.read(Partition.queue(id.bucket()), now -> now.range(start, end, ROWS_AT_ONCE_MAX, false));
            for (Entry row : some) {
                all.add(QueueFormat.readRecipient(row.key(), row.value().bytes()));
            }
            if (some.size() < ROWS_AT_ONCE_MAX) {
                return List.copyOf(all);
            }
            from = some.getLast().key().bytes(new byte[1]);
        }
    }

    /**
     * Takes a message out of the queue for good; nobody is told of it.
     *
     * @return whether it was there
     */
    public boolean remove(QueueId id) throws StoreException {
        return store.update(Partition.queue(id.bucket()), (now, batch) -> {
            Key key = QueueFormat.message(id);
            Optional<Versioned> there = now.get(key);
            if (there.isEmpty()) {
                return false;
            }
            HeldMessage message = QueueFormat.readMessage(key, there.get().bytes());
            batch.unlink(message.content(), key);
            take(batch, message);
            return true;
        });
    }

    /** What is held back, and until when; and what has a deadline. */
    public Schedule schedule() {
        return new Schedule(store);
    }

    /** Walks the whole queue and says what does not fit together, a sentence for each; all may go on meanwhile. */
    public List<String> check() throws StoreException {
        return new QueueCheck(store).run();
    }

    private static int bucket(long account) {
        return (int) (account % BUCKETS);
    }

    private static Partition bucketOf(long account) {
        return Partition.queue(bucket(account));
    }
}
