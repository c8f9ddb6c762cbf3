package org.pennypost.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.queue.HeldMessage;
import org.pennypost.queue.HeldRecipient;
import org.pennypost.queue.Queue;
import org.pennypost.queue.QueueId;
import org.pennypost.queue.Schedule;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * Releases the messages that are held back when their time has come (RFC 4865 §4.2): those here have them in their INBOX then, exactly once whatever crashes
 * ({@link Schedule}), and for those elsewhere they wait in the queue as all others. A mailbox that has no room then is tried again for some days. What is
 * still in the queue when the time is over that its sender gave it (RFC 2852 §4.1.3) is given back, or told as late. Thread-safe.
 */
public final class Releases {
    private static final System.Logger LOG = System.getLogger(Releases.class.getName());

    /** A mailbox that took nothing is tried again after this time. */
    static final Duration AGAIN = Duration.ofHours(1);

    /** For so long (RFC 5321 §4.5.4.1). */
    static final Duration GIVEN_UP = Duration.ofDays(5);

    /** When the store fails, it is tried again after this time. */
    static final Duration STORE_AGAIN = Duration.ofMinutes(1);

    private static final int PIECE_BYTES = 64_000;

    private final Store store;
    private final Directory directory;
    private final Mailboxes mailboxes;
    private final Queue queue;
    private final Schedule schedule;
    private final Notifications notifications;
    private final InstantSource clock;

    /** A message is released or removed, and not both at once. */
    private final ReentrantLock one = new ReentrantLock();

    /** Whether an account may know of a message that is done with. Guarded by {@link #one}. */
    private boolean unfinished = true;

    public Releases(
            Store store,
            Directory directory,
            Mailboxes mailboxes,
            Queue queue,
            Notifications notifications,
            InstantSource clock) {
        this.store = store;
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.queue = queue;
        this.schedule = queue.schedule();
        this.notifications = notifications;
        this.clock = clock;
    }

    /**
     * Releases all whose time has come. What the store fails stays, is logged, and keeps no other.
     *
     * @return when to call it again; empty if nothing is held back
     */
    public Optional<Instant> run() {
        Instant now = clock.instant();
        boolean whole = finish();
        try {
            List<QueueId> failed = new ArrayList<>();
            // First: what is to come back when its time is over is delivered no more then (RFC 2852 §4.1.3).
            schedule.late(now, message -> {
                if (!alone(message, there -> late(there, now))) {
                    failed.add(message.id());
                }
            });
            schedule.due(now, message -> {
                if (!alone(message, there -> settle(there, now))) {
                    failed.add(message.id());
                }
            });
            Optional<Instant> next = schedule.nextAfter(now);
            return whole && failed.isEmpty() ? next : Optional.of(sooner(next, now.plus(STORE_AGAIN)));
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.ERROR, "the store failed the release of held messages; it is tried again", e);
            return Optional.of(now.plus(STORE_AGAIN));
        }
    }

    private static Instant sooner(Optional<Instant> one, Instant other) {
        return one.filter(other::isAfter).orElse(other);
    }

    /** Takes up what a crash cut off, or the store failed. */
    private boolean finish() {
        one.lock();
        try {
            if (unfinished) {
                Map<QueueId, Set<Long>> done = new LinkedHashMap<>();
                schedule.done((id, account) ->
                        done.computeIfAbsent(id, _ -> new HashSet<>()).add(account));
                for (Map.Entry<QueueId, Set<Long>> message : done.entrySet()) {
                    forget(message.getKey(), message.getValue());
                }
                unfinished = false;
            }
            return true;
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.ERROR, "the store failed after a release; it is tried again", e);
            return false;
        } finally {
            one.unlock();
        }
    }

    /** @return whether that is done with for now */
    private boolean alone(HeldMessage message, Schedule.Visitor visitor) {
        one.lock();
        try {
            Optional<HeldMessage> there = queue.find(message.id());
            if (there.isPresent()) {
                boolean before = unfinished;
                unfinished = true;
                visitor.message(there.get());
                unfinished = before;
            }
            return true;
        } catch (StoreException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "message " + message.id() + " could not be released; it is tried again",
                    e);
            return false;
        } finally {
            one.unlock();
        }
    }

    private static boolean has(Optional<Instant> time, Instant come) {
        return time.filter(there -> !there.isAfter(come)).isPresent();
    }

    private void late(HeldMessage message, Instant now) throws StoreException {
        if (!has(message.deadline(), now)) {
            return;
        }
        List<HeldRecipient> recipients = queue.recipients(message.id());
        if (message.returned()) {
            notifications.failed(message, recipients, StatusReport.Failure.LATE);
            queue.remove(message.id());
            forgetBegun(message, recipients);
        } else {
            notifications.late(message, recipients);
            schedule.told(message);
        }
    }

    private void settle(HeldMessage message, Instant now) throws StoreException {
        if (!has(message.release(), now)) {
            return;
        }
        List<HeldRecipient> outside = new ArrayList<>();
        Map<AccountEntry, List<HeldRecipient>> here = new LinkedHashMap<>();
        Map<StatusReport.Failure, List<HeldRecipient>> failed = new EnumMap<>(StatusReport.Failure.class);
        for (HeldRecipient recipient : queue.recipients(message.id())) {
            if (!directory.hosts(recipient.to().domain())) {
                outside.add(recipient);
                continue;
            }
            Optional<AccountEntry> account =
                    directory.resolve(recipient.to().localPart(), recipient.to().domain());
            (account.isPresent()
                            ? here.computeIfAbsent(account.get(), _ -> new ArrayList<>())
                            : failed.computeIfAbsent(StatusReport.Failure.NOBODY, _ -> new ArrayList<>()))
                    .add(recipient);
        }
        Given given = give(message, here, now);
        List<HeldRecipient> later = new ArrayList<>();
        boolean over = !now.isBefore(message.firstRelease().plus(GIVEN_UP));
        given.not().forEach((recipient, why) -> {
            if (over) {
                failed.computeIfAbsent(why, _ -> new ArrayList<>()).add(recipient);
            } else {
                later.add(recipient);
            }
        });
        // Told before it is noted: a crash in between can make the sender be told twice, never not at all.
        notifications.released(message, given.to());
        for (Map.Entry<StatusReport.Failure, List<HeldRecipient>> some : failed.entrySet()) {
            notifications.failed(message, some.getValue(), some.getKey());
        }
        Instant again = now.plus(AGAIN).truncatedTo(ChronoUnit.MILLIS);
        if (!schedule.settle(message, new Schedule.Outcome(outside, later, again, given.accounts()))) {
            throw new StoreException("message " + message.id() + " changed while it was released");
        }
        LOG.log(
                System.Logger.Level.INFO,
                "released {0}: {1} delivered, {2} to leave, {3} later, {4} failed",
                message.id(),
                given.to().size(),
                outside.size(),
                later.size(),
                failed.values().stream().mapToInt(List::size).sum());
        forget(message.id(), given.accounts());
    }

    /** Who has it, and who has not. */
    private record Given(List<HeldRecipient> to, Map<HeldRecipient, StatusReport.Failure> not, Set<Long> accounts) {}

    private Given give(HeldMessage message, Map<AccountEntry, List<HeldRecipient>> here, Instant now)
            throws StoreException {
        Given given = new Given(new ArrayList<>(), new LinkedHashMap<>(), new HashSet<>());
        if (here.isEmpty()) {
            return given;
        }
        try (BlobDraft draft = store.blobs().draft()) {
            copy(message, draft);
            Map<AccountEntry, Pending<AppendResult>> begun = new LinkedHashMap<>();
            for (Map.Entry<AccountEntry, List<HeldRecipient>> one : here.entrySet()) {
                Account account = mailboxes.account(new AccountId(one.getKey().number()));
                NewMessage copy =
                        new NewMessage(draft, prefix(message, one.getValue().getFirst()), now, Set.of());
                begun.put(
                        one.getKey(),
                        account.appendOnce(account.inbox(), copy, message.id().number()));
            }
            for (Map.Entry<AccountEntry, Pending<AppendResult>> one : begun.entrySet()) {
                List<HeldRecipient> names = here.getOrDefault(one.getKey(), List.of());
                if (one.getValue().await() instanceof AppendResult.Appended) {
                    given.to().addAll(names);
                    given.accounts().add(one.getKey().number());
                } else {
                    names.forEach(name -> given.not().put(name, StatusReport.Failure.FULL));
                }
            }
        } catch (CorruptFile damaged) {
            LOG.log(System.Logger.Level.ERROR, "message " + message.id() + " of the queue cannot be read", damaged);
            here.values()
                    .forEach(names -> names.forEach(name -> given.not().put(name, StatusReport.Failure.UNREADABLE)));
        }
        return given;
    }

    private void copy(HeldMessage message, BlobDraft draft) throws StoreException {
        Blob content = store.blobs()
                .open(message.content())
                .orElseThrow(() -> new CorruptFile(
                        "the content of the queue's message " + message.id(), 0, "its octets", "nothing"));
        try (content) {
            byte[] piece = new byte[PIECE_BYTES];
            long at = 0;
            for (int count = content.read(at, piece, 0, piece.length);
                    count > 0;
                    count = content.read(at, piece, 0, piece.length)) {
                draft.write(piece, 0, count);
                at += count;
            }
            draft.finish();
        }
    }

    /** What final delivery writes in front (RFC 5321 §4.4), before what was written when it came. */
    private static byte[] prefix(HeldMessage message, HeldRecipient recipient) {
        byte[] fields = ("Return-Path: " + message.from() + "\r\nDelivered-To: " + recipient.to() + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[fields.length + message.prefix().length];
        System.arraycopy(fields, 0, all, 0, fields.length);
        System.arraycopy(message.prefix(), 0, all, fields.length, message.prefix().length);
        return all;
    }

    private void forget(QueueId id, Set<Long> accounts) throws StoreException {
        if (accounts.isEmpty()) {
            return;
        }
        List<Pending<Boolean>> begun = new ArrayList<>();
        for (long account : accounts) {
            begun.add(mailboxes.account(new AccountId(account)).forgetOnce(id.number()));
        }
        for (Pending<Boolean> each : begun) {
            each.await();
        }
        schedule.forgotten(id);
    }

    /**
     * Takes a message out of the queue for good. What is never tried any more has failed, and its sender is told so first (RFC 3461 §5.2.6): a crash in between can
     * make it told twice, never not at all.
     *
     * @param silent whether nobody is to be told
     * @return whether somebody was told; empty if the message is not there any more
     */
    public Optional<Boolean> remove(QueueId id, boolean silent) throws StoreException {
        one.lock();
        try {
            Optional<HeldMessage> message = queue.find(id);
            if (message.isEmpty()) {
                return Optional.empty();
            }
            boolean told = !silent && notifications.removed(message.get());
            List<HeldRecipient> recipients = queue.recipients(id);
            if (!queue.remove(id)) {
                return Optional.empty();
            }
            forgetBegun(message.get(), recipients);
            return Optional.of(told);
        } finally {
            one.unlock();
        }
    }

    /** What a release that was cut off may have left in the accounts. */
    private void forgetBegun(HeldMessage message, List<HeldRecipient> recipients) throws StoreException {
        if (!has(message.release(), clock.instant())) {
            return;
        }
        for (HeldRecipient recipient : recipients) {
            Optional<AccountEntry> account =
                    directory.resolve(recipient.to().localPart(), recipient.to().domain());
            if (account.isPresent()) {
                mailboxes
                        .account(new AccountId(account.get().number()))
                        .forgetOnce(message.id().number())
                        .await();
            }
        }
    }
}
