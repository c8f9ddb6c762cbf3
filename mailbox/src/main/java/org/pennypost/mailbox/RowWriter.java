package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.Batch;
import org.pennypost.store.Key;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;

/**
 * Writes the changed rows of one mailbox in one plan.
 *
 * <p>Few changes become loose rows: a delivery writes one of some thirty bytes, a flag change the row anew, an expunge a
 * tombstone. When more loose rows have gathered than {@link Packing} allows, those of the blocks that have most of them are
 * folded in. Many changes to one block (a STORE to the whole mailbox, a copy of thousands) rewrite it at once, with the loose rows
 * that belong to it. So what is written is in proportion to what changed, and a scan reads few large values.
 *
 * <p>The allowance grows with the mailbox, so that changes scattered over a million messages do not rewrite a block each: with
 * 16 loose rows a block on average, each rewritten block takes at least so many in.
 */
final class RowWriter {
    /** The most blocks that one plan rewrites in a mailbox, so that its batch stays small; what is beyond becomes loose rows. */
    private static final int REWRITES_MAX = 4;

    private final Snapshot now;
    private final Batch batch;
    private final Packing packing;
    private final MailboxState mailbox;
    /** Blocks as they are from now on, by their first UIDs. */
    private final Map<Long, Rows> rewritten = new HashMap<>();
    /** The blocks as they are from now on; null as long as they are what they were. */
    private @Nullable Directory directory;

    RowWriter(Snapshot now, Batch batch, Packing packing, MailboxState mailbox) {
        this.packing = packing;
        this.now = now;
        this.batch = batch;
        this.mailbox = mailbox;
    }

    /**
     * @param row the row from now on; empty where it goes
     * @param loose whether the table of loose rows has this UID already
     */
    record Edit(long uid, Optional<Row> row, boolean loose) {}

    /**
     * @param inAnyOrder what changes; of two with the same UID the later one counts
     * @param blocks what stands in the place of blocks with these first UIDs, the same rows one for one
     */
    void write(List<Edit> inAnyOrder, Map<Long, List<Rows>> blocks) throws StoreException {
        if (!blocks.isEmpty()) {
            replace(blocks);
        }
        if (!inAnyOrder.isEmpty()) {
            write(byUid(inAnyOrder));
        }
    }

    private void replace(Map<Long, List<Rows>> instead) throws StoreException {
        List<Directory.Block> blocks = new ArrayList<>();
        for (Directory.Block block : directory().blocks()) {
            List<Rows> there = instead.get(block.firstUid());
            if (there == null) {
                blocks.add(block);
                continue;
            }
            for (Rows rows : there) {
                rewritten.put(rows.firstUid(), rows);
                batch.put(Keys.block(mailbox.id, rows.firstUid()), rows.bytes());
                blocks.add(Directory.Block.of(rows));
            }
        }
        write(new Directory(blocks));
    }

    private void write(Directory next) throws StoreException {
        if (next.blocks().size() > Directory.BLOCKS_MAX) {
            throw new StoreException("mailbox " + mailbox.id + " is full: it has " + mailbox.messages + " messages");
        }
        mailbox.blocks = next.blocks().size();
        batch.put(Keys.directory(mailbox.id), next.encode());
        directory = next;
    }

    private Directory directory() throws StoreException {
        Directory known = directory;
        return known == null ? Directory.read(now, mailbox.id) : known;
    }

    private void write(List<Edit> edits) throws StoreException {
        long fresh = edits.stream().filter(edit -> !edit.loose).count();
        if (edits.size() < packing.dense() && mailbox.loose + fresh <= packing.looseMax(mailbox.blocks)) {
            long lastInBlocks = mailbox.blocks == 0 || edits.stream().allMatch(edit -> edit.row.isPresent())
                    ? 0
                    : directory().lastUid();
            edits.forEach(edit -> putLoose(edit, lastInBlocks));
        } else {
            fold(edits);
        }
    }

    /** They mostly are in order, since rows are found in that order. */
    private static List<Edit> byUid(List<Edit> edits) {
        for (int i = 1; i < edits.size(); i++) {
            if (edits.get(i).uid <= edits.get(i - 1).uid) {
                TreeMap<Long, Edit> sorted = new TreeMap<>();
                edits.forEach(edit -> sorted.put(edit.uid, edit));
                return List.copyOf(sorted.values());
            }
        }
        return edits;
    }

    private static List<Edit> between(List<Edit> edits, long first, long last) {
        int from = lowerBound(edits, first);
        return edits.subList(from, Math.max(from, last == Uid.MAX ? edits.size() : lowerBound(edits, last + 1)));
    }

    private static int lowerBound(List<Edit> edits, long uid) {
        int low = 0;
        int high = edits.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edits.get(middle).uid < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void putLoose(Edit edit, long lastInBlocks) {
        long uid = edit.uid;
        Key key = Keys.loose(mailbox.id, uid);
        if (edit.row.isPresent() || uid <= lastInBlocks) {
            batch.put(key, edit.row.map(RowFormat::encode).orElseGet(RowFormat::tombstone));
            mailbox.loose += edit.loose ? 0 : 1;
        } else {
            batch.delete(key);
            mailbox.loose -= edit.loose ? 1 : 0;
        }
    }

    /** Decides block by block what is rewritten and what stays loose. */
    private void fold(List<Edit> edits) throws StoreException {
        Directory directory = directory();
        NavigableMap<Long, Optional<Row>> loose = RowTable.loose(now, mailbox.id, 1, Uid.MAX);
        int places = Math.max(1, directory.blocks().size());
        int[] edited = new int[places];
        int[] over = new int[places];
        loose.keySet().forEach(uid -> over[directory.place(uid)]++);
        edits.forEach(edit -> {
            int place = directory.place(edit.uid);
            edited[place]++;
            over[place] += edit.loose ? 0 : 1;
        });
        BitSet dense = dense(edited, over);
        long lastInBlocks = directory.lastUid();
        edits.forEach(edit -> {
            if (!dense.get(directory.place(edit.uid))) {
                putLoose(edit, lastInBlocks);
            }
        });
        if (!dense.isEmpty()) {
            rewrite(directory, dense, loose, edits);
        }
    }

    /** The blocks to rewrite: those with many changes now, and when loose rows are too many, those with most of them. */
    private BitSet dense(int[] edited, int[] over) {
        List<Integer> fullest = IntStream.range(0, over.length)
                .boxed()
                .sorted(Comparator.comparingInt(place -> -over[place]))
                .limit(REWRITES_MAX)
                .toList();
        BitSet dense = new BitSet();
        long left = IntStream.of(over).sum();
        for (int place : fullest) {
            if (edited[place] >= packing.dense()) {
                dense.set(place);
                left -= over[place];
            }
        }
        long most = packing.looseMax(mailbox.blocks);
        boolean tooMany = left > most;
        for (int place : fullest) {
            if (tooMany && left > most / 2 && !dense.get(place)) {
                dense.set(place);
                left -= over[place];
            }
        }
        return dense;
    }

    private void rewrite(Directory directory, BitSet dense, NavigableMap<Long, Optional<Row>> loose, List<Edit> edits)
            throws StoreException {
        List<Directory.Block> blocks = new ArrayList<>();
        // The rows rewritten last, while the next may still be joined with them.
        List<Row> open = List.of();
        for (int place = 0; place < Math.max(1, directory.blocks().size()); place++) {
            if (!dense.get(place)) {
                close(open, blocks);
                open = List.of();
                blocks.add(directory.blocks().get(place));
                continue;
            }
            long from = directory.from(place);
            long to = directory.to(place);
            List<Row> rows = RowTable.merge(take(directory, place), loose.subMap(from, true, to, true));
            rows = RowTable.merge(rows, Row::uid, between(edits, from, to), Edit::uid, Edit::row);
            drop(loose, from, to);
            if (rows.size() < packing.small() && !open.isEmpty()) {
                rows = joined(open, rows);
            } else {
                close(open, blocks);
            }
            if (!rows.isEmpty()
                    && rows.size() < packing.small()
                    && !blocks.isEmpty()
                    && blocks.getLast().rows() < packing.small()) {
                Directory.Block before = blocks.removeLast();
                rows = joined(block(before).toList(), rows);
                // What is joined may stand under another key in the end.
                batch.delete(Keys.block(mailbox.id, before.firstUid()));
            }
            open = rows;
        }
        close(open, blocks);
        write(new Directory(blocks));
    }

    private static List<Row> joined(List<Row> first, List<Row> second) {
        List<Row> rows = new ArrayList<>(first);
        rows.addAll(second);
        return rows;
    }

    private List<Row> take(Directory directory, int place) throws StoreException {
        if (directory.blocks().isEmpty()) {
            return List.of();
        }
        Directory.Block block = directory.blocks().get(place);
        batch.delete(Keys.block(mailbox.id, block.firstUid()));
        return block(block).toList();
    }

    private Rows block(Directory.Block block) throws StoreException {
        Rows here = rewritten.get(block.firstUid());
        return here == null ? RowTable.block(now, mailbox.id, block) : here;
    }

    private void drop(NavigableMap<Long, Optional<Row>> loose, long first, long last) {
        int folded = loose.subMap(first, true, last, true).size();
        if (folded > 0) {
            Key end = last == Uid.MAX ? Keys.loose(mailbox.id).afterPrefix() : Keys.loose(mailbox.id, last + 1);
            batch.deleteRange(Keys.loose(mailbox.id, first), end);
            mailbox.loose -= folded;
        }
    }

    private void close(List<Row> rows, List<Directory.Block> blocks) throws StoreException {
        for (Rows packed : BlockFormat.pack(rows, packing.rowsMax())) {
            // The next may be joined with it.
            rewritten.put(packed.firstUid(), packed);
            batch.put(Keys.block(mailbox.id, packed.firstUid()), packed.bytes());
            blocks.add(Directory.Block.of(packed));
        }
    }
}
