package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Entry;
import org.pennypost.store.Partition;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * The views of all mailboxes in use: each is loaded once, shared by all sessions, and brought forward by the change log. When
 * they take more memory than they may, those unused for longest are let go (sessions that hold one keep it). Thread-safe.
 */
final class Views {
    /** A view that is more messages behind is loaded anew, which reads what has changed block by block. */
    private static final int CHANGES_MAX = 1_000;

    /** With more ranges of changed messages than that the log is not read on. */
    private static final int RANGES_MAX = 100_000;

    /** New messages go into a block of their own until it has so many, so that each costs little. */
    private static final int TAIL_ROWS_MAX = 256;

    /** So many small blocks may have a small one before them until they are joined: a mailbox that fills and empties would have ever more of one message. */
    private static final int SMALL_BLOCKS_MAX = 32;

    private record Name(AccountId account, MailboxId mailbox) {}

    /** The current view of one mailbox. Its lock is held while it is brought forward: many sessions, one effort. */
    private static final class Shared {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable MailboxView view;
        /** The account's counter up to which the view is known to show everything. */
        private long asOf;
        /** The same view for those who need no later one. */
        private volatile @Nullable Known known;
        /** What is counted for it. Guarded by the table's lock. */
        private long bytes;
    }

    /**
     * @param commit the last commit that the view is known to show, as {@link Store#watch} numbers them; 0 before the first
     * @param mark the store's, of a moment that it shows everything of
     */
    private record Known(MailboxView view, long commit, long mark) {}

    private final Store store;
    private final long bytesMax;
    private final ReentrantLock tableLock = new ReentrantLock();
    /** The longest unused first. Guarded by {@code tableLock}, as is {@code bytes}. */
    private final LinkedHashMap<Name, Shared> table = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    Views(Store store, long bytesMax) {
        this.store = store;
        this.bytesMax = bytesMax;
    }

    /** The mailbox as it is now: everything that was durable when this was called. */
    Optional<MailboxView> current(AccountId account, MailboxId mailbox) throws StoreException {
        Name name = new Name(account, mailbox);
        Shared shared = shared(name);
        Known known = shared.known;
        return known != null && store.isUnchanged(account.partition(), known.mark)
                ? Optional.of(known.view)
                : current(name, shared, 0);
    }

    /**
     * The mailbox as it was at some time since a commit was durable. Many who are told of the same commit ask the store once.
     *
     * @param commit a number that a {@link Store#watch} of the account has told of
     */
    Optional<MailboxView> showing(long commit, AccountId account, MailboxId mailbox) throws StoreException {
        Name name = new Name(account, mailbox);
        Shared shared = shared(name);
        Known known = shared.known;
        return known != null && known.commit >= commit ? Optional.of(known.view) : current(name, shared, commit);
    }

    /** @param commit what is durable now, as far as the caller knows */
    private Optional<MailboxView> current(Name name, Shared shared, long commit) throws StoreException {
        Partition partition = name.account().partition();
        shared.lock.lock();
        try {
            Known known = shared.known;
            if (commit > 0 && known != null && known.commit >= commit) {
                return Optional.of(known.view);
            }
            long shown = known == null ? commit : Math.max(known.commit, commit);
            if (known != null && store.isUnchanged(partition, known.mark)) {
                shared.known = new Known(known.view, shown, known.mark);
                return Optional.of(known.view);
            }
            long mark = store.mark(partition);
            MailboxView view = store.read(partition, now -> current(now, name.mailbox(), shared));
            shared.known = view == null ? null : new Known(view, shown, mark);
            account(name, shared, view);
            return Optional.ofNullable(view);
        } finally {
            shared.lock.unlock();
        }
    }

    void forget(AccountId account) {
        tableLock.lock();
        try {
            for (Iterator<Map.Entry<Name, Shared>> all = table.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<Name, Shared> each = all.next();
                if (each.getKey().account().equals(account)) {
                    bytes -= each.getValue().bytes;
                    all.remove();
                }
            }
        } finally {
            tableLock.unlock();
        }
    }

    private Shared shared(Name name) {
        tableLock.lock();
        try {
            return table.computeIfAbsent(name, _ -> new Shared());
        } finally {
            tableLock.unlock();
        }
    }

    /** Counts what the view takes and lets go of others, or of itself if it alone is too large. */
    private void account(Name name, Shared shared, @Nullable MailboxView view) {
        long now = view == null ? 0 : view.memoryBytes();
        tableLock.lock();
        try {
            if (table.get(name) != shared) {
                return;
            }
            bytes += now - shared.bytes;
            shared.bytes = now;
            if (view == null) {
                table.remove(name);
            }
            for (Iterator<Shared> all = table.values().iterator(); bytes > bytesMax && all.hasNext(); ) {
                bytes -= all.next().bytes;
                all.remove();
            }
        } finally {
            tableLock.unlock();
        }
    }

    private static @Nullable MailboxView current(Snapshot now, MailboxId id, Shared shared) throws StoreException {
        Optional<Versioned> record = now.get(Keys.mailbox(id.number()));
        Optional<AccountState> found = AccountState.read(now);
        if (record.isEmpty() || found.isEmpty()) {
            return null;
        }
        AccountState account = found.get();
        MailboxState state = MailboxState.decode(id.number(), record.get().bytes());
        MailboxView view = shared.view;
        if (view == null) {
            view = new MailboxView(state, Plan.readKeywords(now, state.id), RowTable.load(now, state));
        } else if (view.highestModSeq().number() != state.highestModSeq) {
            view = broughtForward(now, view, state, touched(now, state, account, shared.asOf));
        }
        shared.view = view;
        shared.asOf = account.counter;
        return view;
    }

    /** @param touched the messages that came, changed or went since; empty if nobody knows */
    private static MailboxView broughtForward(
            Snapshot now, MailboxView older, MailboxState state, Optional<UidSet> touched) throws StoreException {
        List<Rows> blocks;
        if (touched.isPresent() && touched.get().size() <= CHANGES_MAX) {
            blocks = merge(older.blocks(), changes(now, state, touched.get()));
        } else {
            Map<Long, Rows> known = HashMap.newHashMap(older.blocks().size());
            older.blocks().forEach(rows -> known.put(rows.firstUid(), rows));
            List<Rows> read = touched.isPresent()
                    ? RowTable.load(now, state, known, touched.get())
                    : RowTable.load(now, state, known, older.highestModSeq().number());
            blocks = shared(read, known);
        }
        return new MailboxView(state, Plan.readKeywords(now, state.id), blocks);
    }

    /** The same rows, where the older view has them octet for octet, in its objects: these {@link MailboxView#since} passes over. */
    private static List<Rows> shared(List<Rows> blocks, Map<Long, Rows> byFirst) {
        List<Rows> shared = new ArrayList<>(blocks.size());
        for (Rows rows : blocks) {
            Rows same = byFirst.get(rows.firstUid());
            shared.add(same != null && Arrays.equals(same.bytes(), rows.bytes()) ? same : rows);
        }
        return shared;
    }

    /** The messages of which the log has a change behind {@code since}; empty if it does not reach so far back, or is too long. */
    private static Optional<UidSet> touched(Snapshot now, MailboxState state, AccountState account, long since)
            throws StoreException {
        if (since < account.floor || account.counter - since > CHANGES_MAX) {
            return Optional.empty();
        }
        List<UidSet.Range> ranges = new ArrayList<>();
        long upTo = since;
        while (upTo < account.counter) {
            List<Entry> entries =
                    now.range(Keys.change(upTo + 1), Keys.LOG.afterPrefix(), Account.LOG_RECORDS_TOGETHER, false);
            if (entries.isEmpty() || ranges.size() > RANGES_MAX) {
                return Optional.empty();
            }
            for (Entry entry : entries) {
                upTo = entry.key().u64At(1);
                gather(state, ChangeFormat.decode(upTo, entry.value().bytes()), ranges);
            }
        }
        return Optional.of(UidSet.ofRanges(ranges));
    }

    private static void gather(MailboxState state, List<Change> changes, List<UidSet.Range> ranges) {
        for (Change change : changes) {
            if (change instanceof Change.Messages messages && messages.mailbox().number() == state.id) {
                for (Change.Run run : messages.runs()) {
                    ranges.add(new UidSet.Range(new Uid(run.uid()), new Uid(run.uid() + run.count() - 1)));
                }
            }
        }
    }

    /** These messages as they are now; empty where they are gone. */
    private static NavigableMap<Long, Optional<Row>> changes(Snapshot now, MailboxState state, UidSet touched)
            throws StoreException {
        TreeMap<Long, Optional<Row>> changes = new TreeMap<>();
        for (int range = 0; range < touched.rangeCount(); range++) {
            for (long uid = touched.first(range); uid <= touched.last(range); uid++) {
                changes.put(uid, Optional.empty());
            }
        }
        for (Found found : RowTable.find(now, state, touched)) {
            changes.put(found.row().uid(), Optional.of(found.row()));
        }
        return changes;
    }

    private static List<Rows> merge(List<Rows> blocks, NavigableMap<Long, Optional<Row>> over) throws StoreException {
        List<Rows> merged = new ArrayList<>(blocks.size() + 1);
        long behind = 0;
        for (Rows rows : blocks) {
            merged.addAll(RowTable.merge(rows, over.subMap(rows.firstUid(), true, rows.lastUid(), true)));
            behind = rows.lastUid();
        }
        List<Row> added = RowTable.merge(List.of(), over.tailMap(behind, false));
        if (!added.isEmpty()) {
            if (!merged.isEmpty() && merged.getLast().count() < TAIL_ROWS_MAX) {
                List<Row> tail = merged.removeLast().toList();
                tail.addAll(added);
                added = tail;
            }
            merged.addAll(BlockFormat.pack(added));
        }
        return joined(merged);
    }

    /** The same rows; small ones that are neighbours are packed together once there are many of them. */
    private static List<Rows> joined(List<Rows> blocks) throws StoreException {
        int small = 0;
        for (int i = 1; i < blocks.size(); i++) {
            small += isSmall(blocks.get(i - 1)) && isSmall(blocks.get(i)) ? 1 : 0;
        }
        if (small <= SMALL_BLOCKS_MAX) {
            return blocks;
        }
        List<Rows> joined = new ArrayList<>();
        List<Rows> open = new ArrayList<>();
        for (Rows rows : blocks) {
            if (isSmall(rows)) {
                open.add(rows);
            } else {
                joined.addAll(asOne(open));
                open.clear();
                joined.add(rows);
            }
        }
        joined.addAll(asOne(open));
        return joined;
    }

    private static List<Rows> asOne(List<Rows> neighbours) throws StoreException {
        if (neighbours.size() < 2) {
            return neighbours;
        }
        List<Row> rows = new ArrayList<>();
        neighbours.forEach(each -> rows.addAll(each.toList()));
        return BlockFormat.pack(rows);
    }

    private static boolean isSmall(Rows rows) {
        return rows.count() < TAIL_ROWS_MAX / 2;
    }
}
