package org.pennypost.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * The messages of the queue that are held back until their time (RFC 4865), and those that have a deadline (RFC 2852), in the order of that; and what becomes of them then. Thread-safe; of the
 * methods that change something one is called at a time.
 */
public final class Schedule {
    /*
     * A message for people here goes from the queue's partition to those of their accounts, and no commit joins two. So there are four, and a crash
     * may come between any two of them:
     *
     *   1. in the account: the message, and under the queue's number a row that it is there (Account.appendOnce)
     *   2. in the queue: these recipients go, and a row comes for each account that has the row of 1 (settle)
     *   3. in the account: the row of 1 goes (Account.forgetOnce)
     *   4. in the queue: the row of 2 goes (forgotten)
     *
     * Before 2 the message is tried again, and 1 finds its row. From 2 on nobody tries it, and 3 and 4 are made up for at the next start (done).
     */
    private static final int ROWS_AT_ONCE_MAX = 100;

    private final Store store;

    Schedule(Store store) {
        this.store = store;
    }

    /** Is shown messages. */
    @FunctionalInterface
    public interface Visitor {
        void message(HeldMessage message) throws StoreException;
    }

    /** Visits what is to be released at this time, each once, in the order of time within an account. The visitor may change it. */
    public void due(Instant time, Visitor visitor) throws StoreException {
        visit(QueueFormat.SCHEDULE, time, visitor);
    }

    /** Visits those whose deadline (RFC 2852) has come at this time, in the same way. */
    public void late(Instant time, Visitor visitor) throws StoreException {
        visit(QueueFormat.DEADLINES, time, visitor);
    }

    private void visit(Key table, Instant time, Visitor visitor) throws StoreException {
        Key end = QueueFormat.at(table, time.plusMillis(1));
        for (int bucket = 0; bucket < Queue.BUCKETS; bucket++) {
            Partition partition = Partition.queue(bucket);
            Key from = table;
            List<Entry> rows;
            do {
                Key start = from;
                rows = store.read(partition, now -> now.range(start, end, ROWS_AT_ONCE_MAX, false));
                for (Entry row : rows) {
                    Key key = QueueFormat.message(QueueFormat.scheduledId(row.key()));
                    Optional<Versioned> message = store.get(partition, key);
                    if (message.isPresent()) {
                        visitor.message(
                                QueueFormat.readMessage(key, message.get().bytes()));
                    }
                    from = row.key().bytes(new byte[1]);
                }
            } while (rows.size() == ROWS_AT_ONCE_MAX);
        }
    }

    /** When the next message is to be released, or has its deadline, after this time; empty if there is none. */
    public Optional<Instant> nextAfter(Instant time) throws StoreException {
        Optional<Instant> next = Optional.empty();
        for (int bucket = 0; bucket < Queue.BUCKETS; bucket++) {
            for (Key table : List.of(QueueFormat.SCHEDULE, QueueFormat.DEADLINES)) {
                Key from = QueueFormat.at(table, time.plusMillis(1));
                List<Entry> first =
                        store.read(Partition.queue(bucket), now -> now.range(from, table.afterPrefix(), 1, false));
                for (Entry row : first) {
                    Instant there = QueueFormat.scheduledTime(row.key());
                    next = next.filter(other -> other.isBefore(there)).or(() -> Optional.of(there));
                }
            }
        }
        return next;
    }

    /**
     * Notes that the sender of a message was told that it is late; nothing more happens at its deadline.
     *
     * @param message as it was visited
     */
    public void told(HeldMessage message) throws StoreException {
        Key key = QueueFormat.message(message.id());
        store.update(Partition.queue(message.id().bucket()), (now, batch) -> {
            if (now.get(key).isPresent() && message.deadline().isPresent()) {
                batch.put(key, QueueFormat.write(message.told()));
                batch.delete(QueueFormat.deadline(message.deadline().get(), message.id()));
            }
            return true;
        });
    }

    /**
     * What has become of the recipients of a message at its time; those who are in neither list are done with.
     *
     * @param outside those elsewhere, to whom it may leave now
     * @param later those who could not have it now
     * @param again when they are tried again, to the millisecond
     * @param accounts that know that they have it, each to be told that this is over
     */
    public record Outcome(List<HeldRecipient> outside, List<HeldRecipient> later, Instant again, Set<Long> accounts) {
        public Outcome {
            outside = List.copyOf(outside);
            later = List.copyOf(later);
            accounts = Set.copyOf(accounts);
        }
    }

    /**
     * Notes what has become of a message. One that is to leave and to be tried again, too, is two messages from now on.
     *
     * @param message as it was visited
     * @return false if it is not there any more, or not so: then nothing is noted
     */
    public boolean settle(HeldMessage message, Outcome outcome) throws StoreException {
        Partition bucket = Partition.queue(message.id().bucket());
        Key key = QueueFormat.message(message.id());
        return store.update(bucket, (now, batch) -> {
            Optional<Versioned> there = now.get(key);
            if (there.isEmpty()
                    || !same(QueueFormat.readMessage(key, there.get().bytes()), message)) {
                return false;
            }
            Queue.take(batch, message);
            boolean leaves = !outcome.outside().isEmpty();
            boolean stays = !outcome.later().isEmpty();
            if (leaves) {
                HeldMessage out = message.with(message.id(), outcome.outside().size(), Optional.empty());
                Queue.put(batch, out, outcome.outside());
            }
            if (stays) {
                QueueId id = leaves ? Queue.next(now, message.id().bucket(), 1) : message.id();
                HeldMessage later = message.with(id, outcome.later().size(), Optional.of(outcome.again()));
                Queue.put(batch, later, outcome.later());
                if (leaves) {
                    batch.add(QueueFormat.HELD, 1);
                    batch.link(message.content(), QueueFormat.message(id));
                }
            }
            if (!leaves && !stays) {
                batch.unlink(message.content(), key);
            }
            for (long account : outcome.accounts()) {
                batch.put(QueueFormat.done(message.id(), account), QueueFormat.writeMark());
            }
            return true;
        });
    }

    private static boolean same(HeldMessage one, HeldMessage other) {
        return one.release().equals(other.release()) && one.deadline().equals(other.deadline());
    }

    /** Is shown that a message that has been settled is one that an account still knows of. */
    @FunctionalInterface
    public interface DoneVisitor {
        void done(QueueId id, long account) throws StoreException;
    }

    /** Visits the accounts that {@link #settle} named and {@link #forgotten} has not. */
    public void done(DoneVisitor visitor) throws StoreException {
        for (int bucket = 0; bucket < Queue.BUCKETS; bucket++) {
            Partition partition = Partition.queue(bucket);
            Key from = QueueFormat.DONE;
            List<Entry> rows;
            do {
                Key start = from;
                rows = store.read(
                        partition, now -> now.range(start, QueueFormat.DONE.afterPrefix(), ROWS_AT_ONCE_MAX, false));
                for (Entry row : rows) {
                    visitor.done(QueueFormat.doneId(row.key()), QueueFormat.doneAccount(row.key()));
                    from = row.key().bytes(new byte[1]);
                }
            } while (rows.size() == ROWS_AT_ONCE_MAX);
        }
    }

    /** No account knows of this message any more. */
    public void forgotten(QueueId id) throws StoreException {
        Key rows = QueueFormat.doneOf(id);
        store.update(Partition.queue(id.bucket()), (_, batch) -> {
            batch.deleteRange(rows, rows.afterPrefix());
            return true;
        });
    }
}
