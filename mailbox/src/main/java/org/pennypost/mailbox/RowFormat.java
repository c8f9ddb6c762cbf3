package org.pennypost.mailbox;

import java.util.Optional;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * A loose row, under {@link Keys#loose}: a message that came or changed since the last fold, or that went (a tombstone); it
 * supersedes the row of the same UID in a block.
 *
 * <pre>
 * row        version 1 (u8), modSeq, id, id - content, flags, size (numbers), received (signed), saved - received (signed)
 * tombstone  version 0 (u8)
 * </pre>
 *
 * Numbers as in {@link Packer}. The store guards its values with checksums of its own.
 */
final class RowFormat {
    private static final int TOMBSTONE = 0;
    private static final int VERSION = 1;

    private RowFormat() {}

    static byte[] encode(Row row) {
        return new Packer(40)
                .u8(VERSION)
                .number(row.modSeq())
                .number(row.id())
                .number(row.id() - row.content())
                .number(row.flags())
                .number(row.size())
                .signed(row.received())
                .signed(row.saved() - row.received())
                .toBytes();
    }

    static byte[] tombstone() {
        return new byte[] {TOMBSTONE};
    }

    /** The row; empty for a tombstone. */
    static Optional<Row> decode(long uid, byte[] value) throws StoreException {
        if (value.length == 1 && value[0] == TOMBSTONE) {
            return Optional.empty();
        }
        Unpacker in = new Unpacker("the loose row of UID " + uid, value).version(VERSION);
        long modSeq = in.number();
        long id = in.number();
        long content = id - in.number();
        long flags = in.number();
        long size = in.number();
        long received = in.signed();
        return Optional.of(new Row(uid, modSeq, id, content, flags, size, received, received + in.signed()));
    }
}
