package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * Which blocks a mailbox has, under {@link Keys#directory}: says where a UID is, and which blocks changed since a MODSEQ, without
 * reading them. Immutable; rewritten by a fold.
 *
 * <pre>
 * version 1 (u8), blocks (number)
 * per block: first UID - last UID of the block before, last UID - first UID, rows - 1, highest MODSEQ (numbers)
 * </pre>
 *
 * @param blocks in the order of their UIDs; a block stands for the UIDs from its first one to before the next block's
 */
record Directory(List<Block> blocks) {
    /** The most blocks whose directory fits in a value: more than 15 million messages. */
    static final int BLOCKS_MAX = 4_000;

    private static final int VERSION = 1;

    record Block(long firstUid, long lastUid, int rows, long highestModSeq) {
        static Block of(Rows rows) {
            return new Block(rows.firstUid(), rows.lastUid(), rows.count(), rows.highestModSeq());
        }
    }

    Directory {
        blocks = List.copyOf(blocks);
    }

    static Directory read(Snapshot now, long mailbox) throws StoreException {
        Optional<Versioned> value = now.get(Keys.directory(mailbox));
        return value.isPresent() ? decode(value.get().bytes()) : new Directory(List.of());
    }

    /** The block that stands for the UID: the last one that begins at or before it; 0 where there is none. */
    int place(long uid) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (blocks.get(middle).firstUid() <= uid) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The highest UID in any block; 0 without blocks. */
    long lastUid() {
        return blocks.isEmpty() ? 0 : blocks.getLast().lastUid();
    }

    /** The first UID that the block stands for. */
    long from(int place) {
        return place == 0 ? 1 : blocks.get(place).firstUid();
    }

    /** The last UID that the block stands for. */
    long to(int place) {
        return place + 1 < blocks.size() ? blocks.get(place + 1).firstUid() - 1 : Uid.MAX;
    }

    byte[] encode() {
        Packer out = new Packer(16 + 12 * blocks.size()).u8(VERSION).number(blocks.size());
        long before = 0;
        for (Block block : blocks) {
            out.number(block.firstUid - before)
                    .number(block.lastUid - block.firstUid)
                    .number(block.rows - 1L)
                    .number(block.highestModSeq);
            before = block.lastUid;
        }
        return out.toBytes();
    }

    private static Directory decode(byte[] value) throws StoreException {
        Unpacker in = new Unpacker("a mailbox's directory of blocks", value).version(VERSION);
        List<Block> blocks = new ArrayList<>();
        long before = 0;
        for (int left = in.count(); left > 0; left--) {
            long first = before + in.number();
            before = first + in.number();
            blocks.add(new Block(first, before, (int) in.number() + 1, in.number()));
        }
        return new Directory(blocks);
    }
}
