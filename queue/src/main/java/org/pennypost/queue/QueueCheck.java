package org.pennypost.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pennypost.store.Blob;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/** Walks the queue and says what does not fit together. Sound while others work: a message that comes or goes meanwhile is no damage. */
final class QueueCheck {
    private static final int ROWS_AT_ONCE_MAX = 500;

    /** So many can be read while a snapshot may be held. */
    private static final int HELD_BACK_MAX = 10_000;

    private final Store store;
    private final List<String> damage = new ArrayList<>();

    QueueCheck(Store store) {
        this.store = store;
    }

    /** A sentence for each damage. */
    List<String> run() throws StoreException {
        for (int bucket = 0; bucket < Queue.BUCKETS; bucket++) {
            messages(Partition.queue(bucket));
            strays(Partition.queue(bucket));
            order(Partition.queue(bucket), QueueFormat.RANKED);
            order(Partition.queue(bucket), QueueFormat.SCHEDULE);
            order(Partition.queue(bucket), QueueFormat.DEADLINES);
            try {
                heldBack(Partition.queue(bucket));
            } catch (StoreException damaged) {
                damage.add("the queue's schedule: " + damaged.getMessage());
            }
        }
        return List.copyOf(damage);
    }

    private void messages(Partition bucket) throws StoreException {
        Key from = QueueFormat.MESSAGES;
        Key end = from.afterPrefix();
        List<Entry> rows;
        do {
            Key start = from;
            rows = store.read(bucket, now -> now.range(start, end, ROWS_AT_ONCE_MAX, false));
            for (Entry row : rows) {
                message(bucket, row);
                from = row.key().bytes(new byte[1]);
            }
        } while (rows.size() == ROWS_AT_ONCE_MAX);
    }

    private void message(Partition bucket, Entry row) throws StoreException {
        QueueId id = new QueueId(row.key().u64At(1));
        try {
            HeldMessage message = QueueFormat.readMessage(row.key(), row.value().bytes());
            Key recipients = QueueFormat.recipientsOf(id);
            int found = 0;
            for (Entry recipient : store.read(
                    bucket, now -> now.range(recipients, recipients.afterPrefix(), message.recipients() + 1, false))) {
                QueueFormat.readRecipient(recipient.key(), recipient.value().bytes());
                found++;
            }
            Optional<Blob> content = store.blobs().open(message.content());
            long octets = content.map(Blob::size).orElse(-1L);
            content.ifPresent(Blob::close);
            if (octets != message.contentOctets() || found == 0 || found > message.recipients()) {
                report(
                        bucket,
                        row,
                        "the queue's message " + id + " has " + found + " of " + message.recipients()
                                + " recipients, and " + octets + " of " + message.contentOctets() + " octets");
            }
            if (message.ranked()
                    && store.get(bucket, QueueFormat.ranked(message)).isEmpty()) {
                report(bucket, row, "the queue's message " + id + " has a priority that the order does not know");
            }
            for (Key table : List.of(QueueFormat.SCHEDULE, QueueFormat.DEADLINES)) {
                Optional<Key> scheduled = named(message, table);
                if (scheduled.isPresent() && store.get(bucket, scheduled.get()).isEmpty()) {
                    report(bucket, row, "the queue's message " + id + " has a time that the schedule does not know");
                }
            }
        } catch (StoreException damaged) {
            report(bucket, row, "the queue's message " + id + ": " + damaged.getMessage());
        }
    }

    /** What went away while it was looked at is no damage. */
    private void report(Partition bucket, Entry row, String sentence) throws StoreException {
        if (store.get(bucket, row.key()).isPresent()) {
            damage.add(sentence);
        }
    }

    private void strays(Partition bucket) throws StoreException {
        Key from = QueueFormat.RECIPIENTS;
        Key end = from.afterPrefix();
        while (true) {
            Key start = from;
            List<Entry> next = store.read(bucket, now -> now.range(start, end, 1, false));
            if (next.isEmpty()) {
                return;
            }
            Key key = next.getFirst().key();
            QueueId id = new QueueId(key.u64At(1));
            boolean stray = store.read(
                    bucket,
                    now -> now.get(key).isPresent()
                            && now.get(QueueFormat.message(id)).isEmpty());
            if (stray) {
                damage.add("the queue has recipients of a message " + id + " that is not there");
            }
            from = QueueFormat.recipientsOf(id).afterPrefix();
        }
    }

    /** Rows of the order, or of the schedule, that are no message's. */
    private void order(Partition bucket, Key table) throws StoreException {
        boolean schedule = !table.equals(QueueFormat.RANKED);
        Key from = table;
        List<Entry> rows;
        do {
            Key start = from;
            rows = store.read(bucket, now -> now.range(start, table.afterPrefix(), ROWS_AT_ONCE_MAX, false));
            for (Entry row : rows) {
                QueueId id = schedule ? QueueFormat.scheduledId(row.key()) : QueueFormat.rankedId(row.key());
                Key message = QueueFormat.message(id);
                boolean stray = store.read(bucket, now -> {
                    Optional<Versioned> there = now.get(message);
                    return now.get(row.key()).isPresent()
                            && (there.isEmpty()
                                    || !named(
                                                    QueueFormat.readMessage(
                                                            message, there.get().bytes()),
                                                    table)
                                            .equals(Optional.of(row.key())));
                });
                if (stray) {
                    damage.add("the queue's " + (schedule ? "schedule" : "order") + " names " + id
                            + ", which is not there or has another " + (schedule ? "time" : "priority"));
                }
                from = row.key().bytes(new byte[1]);
            }
        } while (rows.size() == ROWS_AT_ONCE_MAX);
    }

    private static Optional<Key> named(HeldMessage message, Key table) {
        if (table.equals(QueueFormat.RANKED)) {
            return message.ranked() ? Optional.of(QueueFormat.ranked(message)) : Optional.empty();
        }
        return (table.equals(QueueFormat.SCHEDULE) ? message.release() : message.deadline())
                .map(time -> QueueFormat.at(table, time).u64(message.id().number()));
    }

    /** What is counted as held back against what is. */
    private void heldBack(Partition bucket) throws StoreException {
        List<Long> faults = store.read(bucket, now -> {
            Map<Long, Long> held = new TreeMap<>();
            List<Entry> rows =
                    now.range(QueueFormat.SCHEDULE, QueueFormat.SCHEDULE.afterPrefix(), HELD_BACK_MAX, false);
            for (Entry row : rows) {
                Key key = QueueFormat.message(QueueFormat.scheduledId(row.key()));
                Optional<Versioned> there = now.get(key);
                if (there.isPresent()) {
                    HeldMessage message =
                            QueueFormat.readMessage(key, there.get().bytes());
                    held.merge(message.account(), message.charge(), Long::sum);
                }
            }
            for (Entry row :
                    now.range(QueueFormat.HELD_BACK, QueueFormat.HELD_BACK.afterPrefix(), HELD_BACK_MAX, false)) {
                held.merge(row.key().u64At(QueueFormat.HELD_BACK.length()), -now.counter(row.key()), Long::sum);
            }
            held.values().removeIf(difference -> difference == 0);
            return rows.size() == HELD_BACK_MAX ? List.<Long>of() : List.copyOf(held.keySet());
        });
        faults.forEach(account ->
                damage.add("the queue counts other octets as held back for account " + account + " than there are"));
    }
}
