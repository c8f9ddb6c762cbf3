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
 * row        version 1 or 2 (u8), modSeq, id, id - content, flags, size (numbers), received (signed), saved - received (signed),
 *            in version 2 the surrogate (signed: {@link SurrogateNote#code}), which is 0 in version 1
 * tombstone  version 0 (u8)
 * </pre>
 *
 * Numbers as in {@link Packer}. The store guards its values with checksums of its own.
 */
final class RowFormat {
    private static final int TOMBSTONE = 0;
    private static final int VERSION = 1;
    private static final int VERSION_WITH_SURROGATE = 2;

    private RowFormat() {}

    static byte[] encode(Row row) {
        Packer out = new Packer(40)
                .u8(row.surrogate() == 0 ? VERSION : VERSION_WITH_SURROGATE)
                .number(row.modSeq())
                .number(row.id())
                .number(row.id() - row.content())
                .number(row.flags())
                .number(row.size())
                .signed(row.received())
                .signed(row.saved() - row.received());
        return (row.surrogate() == 0 ? out : out.signed(row.surrogate())).toBytes();
    }

    static byte[] tombstone() {
        return new byte[] {TOMBSTONE};
    }

    /** The row; empty for a tombstone. */
    static Optional<Row> decode(long uid, byte[] value) throws StoreException {
        if (value.length == 1 && value[0] == TOMBSTONE) {
            return Optional.empty();
        }
        Unpacker in = new Unpacker("the loose row of UID " + uid, value);
        int version = in.version(VERSION, VERSION_WITH_SURROGATE);
        long modSeq = in.number();
        long id = in.number();
        long content = id - in.number();
        long flags = in.number();
        long size = in.number();
        long received = in.signed();
        long saved = received + in.signed();
        long surrogate = version == VERSION_WITH_SURROGATE ? in.signed() : 0;
        return Optional.of(new Row(uid, modSeq, id, content, flags, size, received, saved, surrogate));
    }
}
