package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/** Reads the rows of a mailbox: blocks, and the loose rows that supersede them. {@link RowWriter} writes them. */
final class RowTable {
    /** Up to so many UIDs are looked up one by one. */
    private static final int POINT_READS_MAX = 16;

    private static final int LOOSE_PAGE = 1_000;
    private static final int BLOCK_PAGE = 16;

    private RowTable() {}

    /** The messages of these UIDs that are there, by rising UID. */
    static List<Found> find(Snapshot now, MailboxState mailbox, UidSet uids) throws StoreException {
        UidSet asked = uids.between(1, mailbox.uidNext - 1);
        NavigableMap<Long, Optional<Row>> loose;
        boolean few = asked.size() <= POINT_READS_MAX;
        if (few) {
            loose = new TreeMap<>();
            for (int range = 0; range < asked.rangeCount(); range++) {
                for (long uid = asked.first(range); uid <= asked.last(range); uid++) {
                    Optional<Versioned> value = now.get(Keys.loose(mailbox.id, uid));
                    if (value.isPresent()) {
                        loose.put(uid, RowFormat.decode(uid, value.get().bytes()));
                    }
                }
            }
        } else {
            loose = loose(now, mailbox.id, asked.first(0), asked.last(asked.rangeCount() - 1));
            loose.keySet().removeIf(uid -> !asked.contains(uid));
        }
        List<Found> found = new ArrayList<>();
        if (loose.size() < asked.size() && mailbox.blocks > 0) {
            Directory directory = Directory.read(now, mailbox.id);
            for (Directory.Block block : directory.blocks()) {
                UidSet here = asked.between(block.firstUid(), block.lastUid());
                if (!here.isEmpty() && !(few && loose.keySet().containsAll(members(here)))) {
                    collect(block(now, mailbox.id, block), here, found);
                }
            }
        }
        return merge(
                found,
                each -> each.row().uid(),
                loose.entrySet(),
                Map.Entry::getKey,
                over -> over.getValue().map(each -> new Found(each, true)));
    }

    private static List<Long> members(UidSet few) {
        List<Long> members = new ArrayList<>();
        for (int range = 0; range < few.rangeCount(); range++) {
            for (long uid = few.first(range); uid <= few.last(range); uid++) {
                members.add(uid);
            }
        }
        return members;
    }

    private static void collect(Rows rows, UidSet uids, List<Found> into) {
        for (int range = 0; range < uids.rangeCount(); range++) {
            for (int i = rows.lowerBound(uids.first(range)); i < rows.count(); i++) {
                if (rows.uid(i) > uids.last(range)) {
                    break;
                }
                into.add(new Found(rows.at(i), false));
            }
        }
    }

    /** All the rows of a mailbox: its blocks, those with loose rows merged into them packed anew. */
    static List<Rows> load(Snapshot now, MailboxState mailbox) throws StoreException {
        NavigableMap<Long, Optional<Row>> loose = loose(now, mailbox);
        return withLoose(blocks(now, mailbox), loose);
    }

    /**
     * The same, where a good deal of it is known.
     *
     * @param known rows as they were at some time, by their first UIDs
     * @param since the last change that they show: of a block that has none behind it, nothing is read
     */
    static List<Rows> load(Snapshot now, MailboxState mailbox, Map<Long, Rows> known, long since)
            throws StoreException {
        NavigableMap<Long, Optional<Row>> loose = loose(now, mailbox);
        Directory directory = Directory.read(now, mailbox.id);
        List<Rows> blocks = new ArrayList<>();
        for (int place = 0; place < directory.blocks().size(); place++) {
            Directory.Block block = directory.blocks().get(place);
            NavigableMap<Long, Optional<Row>> over = loose.subMap(directory.from(place), true, block.lastUid(), true);
            Rows same = known.get(block.firstUid());
            if (same != null && isShown(block, over, same, since)) {
                over.clear();
                blocks.add(same);
            } else {
                blocks.add(block(now, mailbox.id, block));
            }
        }
        return withLoose(blocks, loose);
    }

    /**
     * The same, where it is known what has changed since: only blocks with such messages are read, with the loose rows over them.
     *
     * @param touched all messages that came, changed or went since {@code known} was read
     */
    static List<Rows> load(Snapshot now, MailboxState mailbox, Map<Long, Rows> known, UidSet touched)
            throws StoreException {
        Directory directory = Directory.read(now, mailbox.id);
        List<Rows> rows = new ArrayList<>();
        for (int place = 0; place < directory.blocks().size(); place++) {
            Directory.Block block = directory.blocks().get(place);
            long from = directory.from(place);
            long to = Math.min(directory.to(place), directory.lastUid());
            Rows same = known.get(block.firstUid());
            if (same != null
                    && same.lastUid() == block.lastUid()
                    && touched.between(from, to).isEmpty()) {
                rows.add(same);
            } else {
                rows.addAll(merge(block(now, mailbox.id, block), loose(now, mailbox, from, to)));
            }
        }
        rows.addAll(BlockFormat.pack(merge(List.of(), loose(now, mailbox, directory.lastUid() + 1, Uid.MAX))));
        return rows;
    }

    /** Whether these rows, as they were at {@code since}, are the block with what lies over it now. A tombstone does not say when it came, but takes a row away. */
    private static boolean isShown(
            Directory.Block block, NavigableMap<Long, Optional<Row>> over, Rows same, long since) {
        int gone = 0;
        for (Optional<Row> row : over.values()) {
            if (row.isEmpty()) {
                gone++;
            } else if (row.get().modSeq() > since) {
                return false;
            }
        }
        return block.highestModSeq() <= since
                && same.lastUid() == block.lastUid()
                && same.count() == block.rows() - gone;
    }

    private static NavigableMap<Long, Optional<Row>> loose(Snapshot now, MailboxState mailbox) throws StoreException {
        return loose(now, mailbox, 1, Uid.MAX);
    }

    private static NavigableMap<Long, Optional<Row>> loose(Snapshot now, MailboxState mailbox, long first, long last)
            throws StoreException {
        return mailbox.loose == 0 ? new TreeMap<>() : loose(now, mailbox.id, first, last);
    }

    /** Those that the directory names: what else there may be counts for nobody, and is a fault that {@link AccountCheck} finds. */
    private static List<Rows> blocks(Snapshot now, MailboxState mailbox) throws StoreException {
        List<Rows> blocks = new ArrayList<>();
        Set<Long> named = Directory.read(now, mailbox.id).blocks().stream()
                .map(Directory.Block::firstUid)
                .collect(Collectors.toSet());
        Key end = Keys.blocks(mailbox.id).afterPrefix();
        Key from = Keys.blocks(mailbox.id);
        for (List<Entry> page = now.range(from, end, BLOCK_PAGE, false); !page.isEmpty(); ) {
            for (Entry entry : page) {
                if (named.contains(entry.key().u32At(5))) {
                    blocks.add(BlockFormat.decode(entry.value().bytes()));
                }
            }
            Key last = page.getLast().key();
            page = page.size() < BLOCK_PAGE ? List.of() : now.range(after(last), end, BLOCK_PAGE, false);
        }
        return blocks;
    }

    private static List<Rows> withLoose(List<Rows> blocks, NavigableMap<Long, Optional<Row>> loose)
            throws StoreException {
        if (loose.isEmpty()) {
            return blocks;
        }
        List<Rows> merged = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            long first = blocks.get(i).firstUid();
            SortedMap<Long, Optional<Row>> over = i + 1 < blocks.size()
                    ? loose.subMap(first, blocks.get(i + 1).firstUid())
                    : loose.subMap(first, blocks.get(i).lastUid() + 1);
            merged.addAll(merge(blocks.get(i), over));
        }
        long behind = blocks.isEmpty() ? 0 : blocks.getLast().lastUid();
        merged.addAll(BlockFormat.pack(merge(List.of(), loose.tailMap(behind, false))));
        return merged;
    }

    /** The loose rows and tombstones of a mailbox between these UIDs, both included. */
    static NavigableMap<Long, Optional<Row>> loose(Snapshot now, long mailbox, long first, long last)
            throws StoreException {
        TreeMap<Long, Optional<Row>> rows = new TreeMap<>();
        if (first > last) {
            return rows;
        }
        Key end = last == Uid.MAX ? Keys.loose(mailbox).afterPrefix() : Keys.loose(mailbox, last + 1);
        List<Entry> page;
        Key from = Keys.loose(mailbox, first);
        do {
            page = now.range(from, end, LOOSE_PAGE, false);
            for (Entry entry : page) {
                long uid = entry.key().u32At(5);
                rows.put(uid, RowFormat.decode(uid, entry.value().bytes()));
                from = after(entry.key());
            }
        } while (page.size() == LOOSE_PAGE);
        return rows;
    }

    static Rows block(Snapshot now, long mailbox, Directory.Block block) throws StoreException {
        return BlockFormat.decode(now.get(Keys.block(mailbox, block.firstUid()))
                .orElseThrow(() ->
                        new StoreException("mailbox " + mailbox + " has lost its block of UID " + block.firstUid()))
                .bytes());
    }

    /**
     * A block with rows laid over it: an empty one takes the row away, one behind the last is added. Where only flags are other than they were, as mostly, no
     * object is made for a row.
     */
    static List<Rows> merge(Rows rows, SortedMap<Long, Optional<Row>> over) throws StoreException {
        if (over.isEmpty()) {
            return List.of(rows);
        }
        long[] flags = rows.column(Rows.FLAGS);
        long[] modSeqs = rows.column(Rows.MODSEQ);
        for (Map.Entry<Long, Optional<Row>> each : over.entrySet()) {
            int place = rows.lowerBound(each.getKey());
            Optional<Row> row = each.getValue();
            if (row.isEmpty() || !isRestOf(row.get(), rows, place)) {
                return BlockFormat.pack(merge(rows.toList(), over));
            }
            flags[place] = row.get().flags();
            modSeqs[place] = row.get().modSeq();
        }
        return BlockFormat.withFlags(rows, flags, modSeqs);
    }

    /** Whether the row at this place is the same but for flags and mod-sequence. */
    private static boolean isRestOf(Row row, Rows rows, int place) {
        return place < rows.count() && row.equals(rows.at(place).withFlags(row.flags(), row.modSeq()));
    }

    /** Rows with others laid over them: an empty one takes the row away. */
    static List<Row> merge(List<Row> rows, SortedMap<Long, Optional<Row>> over) {
        return merge(rows, Row::uid, over.entrySet(), Map.Entry::getKey, Map.Entry::getValue);
    }

    /**
     * What is by rising UID in a list, with what is over it laid over it.
     *
     * @param uid of a thing in the list
     * @param over by rising UID too
     * @param shown what stands in the place of one that is over it; empty where nothing does
     */
    static <T, V> List<T> merge(
            List<T> list,
            ToLongFunction<T> uid,
            Collection<V> over,
            ToLongFunction<V> uidOver,
            Function<V, Optional<T>> shown) {
        if (over.isEmpty()) {
            return list;
        }
        List<T> merged = new ArrayList<>(list.size() + over.size());
        int next = 0;
        for (V each : over) {
            long at = uidOver.applyAsLong(each);
            while (next < list.size() && uid.applyAsLong(list.get(next)) < at) {
                merged.add(list.get(next++));
            }
            if (next < list.size() && uid.applyAsLong(list.get(next)) == at) {
                next++;
            }
            shown.apply(each).ifPresent(merged::add);
        }
        merged.addAll(list.subList(next, list.size()));
        return merged;
    }

    /** The first key behind this one. */
    static Key after(Key key) {
        return key.bytes(new byte[1]);
    }
}
