package org.pennypost.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pennypost.store.Batch;
import org.pennypost.store.Entry;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;

/** Steps of bounded size that take away what nobody sees any longer. Each can be the last before a crash. */
final class Emptying {
    /** Messages purged in one step. */
    private static final int PURGED_TOGETHER = 1_000;

    private Emptying() {}

    /** Puts rows of a mailbox into the history. */
    static void remember(Batch batch, Instant time, long mailbox, Keywords keywords, List<Row> rows)
            throws StoreException {
        for (Rows packed : BlockFormat.pack(rows)) {
            batch.put(
                    Keys.history(time.toEpochMilli(), mailbox, packed.firstUid()),
                    new HistoryRecord(mailbox, keywords, packed).encode());
        }
    }

    /**
     * Moves the first block of a deleted mailbox into the history.
     *
     * @return whether any deleted mailbox is left
     */
    static boolean drain(Plan plan) throws StoreException {
        Snapshot now = plan.now();
        Batch batch = plan.batch();
        List<Entry> first = now.range(Keys.DELETED, Keys.DELETED.afterPrefix(), 1, false);
        if (first.isEmpty()) {
            return false;
        }
        Entry entry = first.getFirst();
        MailboxState mailbox =
                MailboxState.decode(entry.key().u32At(1), entry.value().bytes());
        Directory directory = Directory.read(now, mailbox.id);
        long to = directory.blocks().isEmpty() ? Uid.MAX : directory.to(0);
        List<Row> rows = new ArrayList<>();
        for (Found found : RowTable.find(now, mailbox, UidSet.ALL.between(1, to))) {
            rows.add(found.row());
        }
        remember(batch, plan.time(), mailbox.id, Plan.readKeywords(now, mailbox.id), rows);
        batch.deleteRange(
                Keys.loose(mailbox.id),
                to == Uid.MAX ? Keys.loose(mailbox.id).afterPrefix() : Keys.loose(mailbox.id, to + 1));
        if (to == Uid.MAX) {
            batch.deleteRange(Keys.blocks(mailbox.id), Keys.blocks(mailbox.id).afterPrefix());
            batch.delete(Keys.directory(mailbox.id));
            batch.delete(Keys.keywords(mailbox.id));
            batch.delete(Keys.deleted(mailbox.id));
        } else {
            batch.delete(Keys.block(mailbox.id, directory.blocks().getFirst().firstUid()));
            List<Directory.Block> left =
                    directory.blocks().subList(1, directory.blocks().size());
            batch.put(Keys.directory(mailbox.id), new Directory(left).encode());
        }
        return true;
    }

    /**
     * Removes some of the messages that were expunged before this time, with the bytes that nobody shares.
     *
     * @return how many; 0 when all are gone
     */
    static int purge(Plan plan, Instant before) throws StoreException {
        List<Entry> first =
                plan.now().range(Keys.HISTORY, Keys.HISTORY.u64(Math.max(0, before.toEpochMilli())), 1, false);
        if (first.isEmpty()) {
            return 0;
        }
        Entry entry = first.getFirst();
        HistoryRecord record = HistoryRecord.decode(entry.value().bytes());
        List<Row> rows = record.rows().toList();
        int count = Math.min(rows.size(), PURGED_TOGETHER);
        for (Row row : rows.subList(0, count)) {
            plan.batch().delete(Keys.message(row.id()));
            plan.unshare(row.content());
        }
        rewrite(plan.batch(), entry, record, rows.subList(count, rows.size()));
        return count;
    }

    /** Leaves only these rows of a history record. */
    static void rewrite(Batch batch, Entry entry, HistoryRecord record, List<Row> left) throws StoreException {
        batch.delete(entry.key());
        long millis = entry.key().u64At(1);
        remember(batch, Instant.ofEpochMilli(millis), record.mailbox(), record.keywords(), left);
    }
}
