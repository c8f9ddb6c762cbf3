package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;

/**
 * A block many of whose messages are to get other flags ({@link FlagWork}).
 *
 * @param rows as they were
 * @param uids those that are named, without those that have a loose row; all between the block's first and last
 */
record BlockFlags(Rows rows, UidSet uids) {
    /** So many rows can be changed in blocks at once: a block is cut at 80,000 octets, with 4,096 rows mostly, and a batch at a megabyte. */
    static final int TOGETHER_MAX = 8 * BlockFormat.ROWS_MAX;

    private static final int LOOSE_PAGE = 1_000;

    /** The blocks of which many of these messages are, by rising UID. */
    static List<BlockFlags> of(Snapshot now, MailboxState mailbox, UidSet uids, Packing packing) throws StoreException {
        List<BlockFlags> dense = new ArrayList<>();
        if (mailbox.blocks == 0 || uids.size() < packing.dense()) {
            return dense;
        }
        int left = TOGETHER_MAX;
        for (Directory.Block block : Directory.read(now, mailbox.id).blocks()) {
            UidSet here = uids.between(block.firstUid(), block.lastUid());
            if (isDense(here, block, packing) && block.rows() <= left) {
                left -= block.rows();
                UidSet loose = mailbox.loose == 0 ? UidSet.EMPTY : loose(now, mailbox.id, block);
                dense.add(new BlockFlags(RowTable.block(now, mailbox.id, block), here.without(loose)));
            }
        }
        return dense;
    }

    /** Whether these UIDs, all of the block, are so many that it is rewritten. */
    static boolean isDense(UidSet here, Directory.Block block, Packing packing) {
        return Math.min(here.size(), block.rows()) >= packing.dense();
    }

    private static UidSet loose(Snapshot now, long mailbox, Directory.Block block) throws StoreException {
        UidSet.Builder uids = new UidSet.Builder();
        Key end = RowTable.after(Keys.loose(mailbox, block.lastUid()));
        List<Entry> page;
        Key from = Keys.loose(mailbox, block.firstUid());
        do {
            page = now.range(from, end, LOOSE_PAGE, false);
            for (Entry entry : page) {
                uids.add(entry.key().u32At(5));
                from = RowTable.after(entry.key());
            }
        } while (page.size() == LOOSE_PAGE);
        return uids.build();
    }
}
