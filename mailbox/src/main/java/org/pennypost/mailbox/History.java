package org.pennypost.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/** What was expunged and can come back. */
final class History {
    /** History records read together: each is as large as a block. */
    private static final int PAGE = 8;

    private History() {}

    static List<Removed> list(Snapshot now, Instant since, int limit) throws StoreException {
        List<Removed> removed = new ArrayList<>();
        Key from = Keys.HISTORY.u64(Math.max(0, since.toEpochMilli()));
        List<Entry> page;
        do {
            page = now.range(from, Keys.HISTORY.afterPrefix(), PAGE, false);
            for (Entry entry : page) {
                from = RowTable.after(entry.key());
                removed.addAll(list(entry));
            }
        } while (page.size() == PAGE && removed.size() < limit);
        return removed;
    }

    private static List<Removed> list(Entry entry) throws StoreException {
        HistoryRecord record = HistoryRecord.decode(entry.value().bytes());
        Instant expunged = Instant.ofEpochMilli(entry.key().u64At(1));
        List<Removed> removed = new ArrayList<>();
        for (Row row : record.rows().toList()) {
            removed.add(new Removed(
                    expunged,
                    new MailboxId(record.mailbox()),
                    new Message(
                            new Uid(row.uid()),
                            new MessageId(row.id()),
                            new MessageId(row.content()),
                            new ModSeq(row.modSeq()),
                            record.keywords().flags(row.flags()),
                            row.size(),
                            Instant.ofEpochSecond(row.received()),
                            Instant.ofEpochSecond(row.saved()),
                            SurrogateNote.of(row.surrogate()))));
        }
        return removed;
    }

    static RestoreResult restore(Account account, Set<MessageId> messages) throws StoreException {
        Set<MessageId> restored = new HashSet<>();
        Key from = Keys.HISTORY;
        while (true) {
            Key start = from;
            List<Entry> page = account.read(now -> now.range(start, Keys.HISTORY.afterPrefix(), PAGE, false));
            for (Entry entry : page) {
                from = RowTable.after(entry.key());
                HistoryRecord record = HistoryRecord.decode(entry.value().bytes());
                if (record.rows().toList().stream().anyMatch(row -> messages.contains(new MessageId(row.id())))) {
                    RestoreResult step = account.update(
                            new RestoreResult.Restored(Set.of()), plan -> restore(plan, entry.key(), messages));
                    switch (step) {
                        case RestoreResult.Restored done -> restored.addAll(done.messages());
                        case OverQuota _ -> {
                            return step;
                        }
                    }
                }
            }
            if (page.size() < PAGE) {
                return new RestoreResult.Restored(restored);
            }
        }
    }

    private static RestoreResult restore(Plan plan, Key key, Set<MessageId> messages) throws StoreException {
        Optional<Versioned> value = plan.now().get(key);
        if (value.isEmpty()) {
            return new RestoreResult.Restored(Set.of());
        }
        HistoryRecord record = HistoryRecord.decode(value.get().bytes());
        List<Row> wanted = new ArrayList<>();
        List<Row> left = new ArrayList<>();
        for (Row row : record.rows().toList()) {
            (messages.contains(new MessageId(row.id())) ? wanted : left).add(row);
        }
        AccountState account = plan.account();
        long octets = wanted.stream().mapToLong(Row::size).sum();
        if (!account.quota.admits(account.usage(), octets, wanted.size())) {
            return new OverQuota(account.quota, account.usage());
        }
        Optional<MailboxState> origin = plan.mailbox(record.mailbox());
        MailboxState target = origin.isPresent()
                ? origin.get()
                : plan.mailbox(MailboxId.INBOX).orElseThrow();
        MessageSteps.FlagMap flags = new MessageSteps.FlagMap(record.keywords(), plan.keywords(target));
        // Keywords beyond what the mailbox can know are lost: better than the message.
        flags.covers(wanted);
        plan.keywords(target, flags.target());
        Set<MessageId> restored = new HashSet<>();
        for (Row row : wanted) {
            plan.add(
                    target,
                    row.inMailbox(
                            plan.nextUid(target),
                            flags.map(row.flags() & ~Keywords.DELETED),
                            plan.modSeq(),
                            plan.time().getEpochSecond()));
            restored.add(new MessageId(row.id()));
        }
        Emptying.rewrite(plan.batch(), new Entry(key, value.get()), record, left);
        return new RestoreResult.Restored(restored);
    }
}
