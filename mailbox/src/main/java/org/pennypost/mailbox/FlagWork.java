package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.StoreException;

/**
 * A change of flags in one plan. Where many messages of a block are named it works on the block's columns: a STORE to a whole mailbox makes no object for a message,
 * packs no column that stays as it is, and fits in few commits. Rows that stand loose, and those of blocks of which few are named, are changed one by one.
 * Owned by the plan's thread.
 */
final class FlagWork {
    private final Plan plan;
    private final MailboxState mailbox;
    private final FlagChange change;
    private final long mask;
    private final long unchangedSince;
    private final UidSet.Builder changed = new UidSet.Builder();
    private final UidSet.Builder modified = new UidSet.Builder();
    private Iterator<Found> others = Collections.emptyIterator();

    /** The next of the others; null behind the last. */
    private @Nullable Found other;

    /**
     * @param mask the bits of the change's flags
     * @param unchangedSince what has changed later is left alone
     */
    FlagWork(Plan plan, MailboxState mailbox, FlagChange change, long mask, long unchangedSince) {
        this.plan = plan;
        this.mailbox = mailbox;
        this.change = change;
        this.mask = mask;
        this.unchangedSince = unchangedSince;
    }

    /** Makes the change. Once. */
    void perform(UidSet uids) throws StoreException {
        List<BlockFlags> blocks = BlockFlags.of(plan.now(), mailbox, uids, plan.packing());
        UidSet rest = uids;
        for (BlockFlags block : blocks) {
            rest = rest.without(block.uids());
        }
        if (!rest.isEmpty()) {
            others = RowTable.find(plan.now(), mailbox, rest).iterator();
        }
        nextOther();
        for (BlockFlags block : blocks) {
            perform(block);
        }
        othersBelow(Long.MAX_VALUE);
    }

    /** Those that have other flags now. */
    UidSet changed() {
        return changed.build();
    }

    /** Those that were left alone, as they had changed since. */
    UidSet modified() {
        return modified.build();
    }

    private void nextOther() {
        other = others.hasNext() ? others.next() : null;
    }

    /** The log, and the sets, are by rising UID. */
    private void othersBelow(long uid) {
        for (Found each = other; each != null && each.row().uid() < uid; each = other) {
            Row row = each.row();
            long flags = change.apply(row.flags(), mask);
            if (isWanted(row.uid(), row.id(), 1, row.modSeq(), row.flags(), flags)) {
                plan.replace(mailbox, each, row.withFlags(flags, plan.modSeq()));
            }
            nextOther();
        }
    }

    /** Notes what becomes of so many messages with these and the next UIDs and ids; whether they have other flags from now on. */
    private boolean isWanted(long uid, long id, int count, long modSeq, long before, long after) {
        if (modSeq > unchangedSince) {
            modified.add(uid, uid + count - 1);
            return false;
        }
        if (before == after) {
            return false;
        }
        plan.flagsChanged(mailbox, uid, id, count, before, after);
        changed.add(uid, uid + count - 1);
        return true;
    }

    /** Messages that stand behind one another and have the same flags, as most do, are one piece of work. */
    private void perform(BlockFlags block) throws StoreException {
        Rows rows = block.rows();
        NewFlags flags = new NewFlags(rows);
        for (int range = 0; range < block.uids().rangeCount(); range++) {
            long first = block.uids().first(range);
            long last = block.uids().last(range);
            othersBelow(first);
            int behind = last < rows.lastUid() ? rows.lowerBound(last + 1) : rows.count();
            for (int i = rows.lowerBound(first); i < behind; ) {
                int end = unchangedSince == Long.MAX_VALUE ? rows.runEnd(i, behind) : i + 1;
                long before = rows.flags(i);
                long after = change.apply(before, mask);
                if (isWanted(rows.uid(i), rows.id(i), end - i, rows.modSeq(i), before, after)) {
                    flags.set(i, end, after);
                }
                i = end;
            }
        }
        flags.replace();
    }

    /** What becomes of a block's rows. */
    private final class NewFlags {
        private final Rows rows;
        private final List<Integer> few = new ArrayList<>();
        private int count;
        private long @Nullable [] flags;
        private long @Nullable [] modSeqs;
        /** What all have from now on, if all were set at once. */
        private long all;

        NewFlags(Rows rows) {
            this.rows = rows;
        }

        void set(int from, int to, long after) {
            count += to - from;
            if (to - from == rows.count()) {
                all = after;
                return;
            }
            long[] now = flags == null ? rows.column(Rows.FLAGS) : flags;
            long[] when = modSeqs == null ? rows.column(Rows.MODSEQ) : modSeqs;
            Arrays.fill(now, from, to, after);
            Arrays.fill(when, from, to, plan.modSeq());
            flags = now;
            modSeqs = when;
            for (int i = from; i < to && count < plan.packing().dense(); i++) {
                few.add(i);
            }
        }

        void replace() throws StoreException {
            long[] now = flags;
            long[] when = modSeqs;
            if (now == null || when == null) {
                if (count > 0) {
                    plan.replace(mailbox, rows.firstUid(), BlockFormat.withFlags(rows, all, plan.modSeq()));
                }
            } else if (count > few.size()) {
                plan.replace(mailbox, rows.firstUid(), BlockFormat.withFlags(rows, now, when));
            } else {
                for (int i : few) {
                    Row row = rows.at(i);
                    plan.replace(mailbox, new Found(row, false), row.withFlags(now[i], when[i]));
                }
            }
        }
    }
}
