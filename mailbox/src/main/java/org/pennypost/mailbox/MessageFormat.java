package org.pennypost.mailbox;

import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * Where a message is, under {@link Keys#message}. For an expunged message, where it was last: UIDs are never given out twice, so
 * the place is then simply empty.
 *
 * <pre>
 * version 1 (u8), mailbox, UID, id - content id (numbers)
 * </pre>
 */
final class MessageFormat {
    private static final int VERSION = 1;

    private MessageFormat() {}

    record Place(long mailbox, long uid, long content) {}

    static byte[] encode(long mailbox, Row row) {
        return new Packer(20)
                .u8(VERSION)
                .number(mailbox)
                .number(row.uid())
                .number(row.id() - row.content())
                .toBytes();
    }

    static Place decode(long id, byte[] value) throws StoreException {
        Unpacker in = new Unpacker("the record of message " + id, value).version(VERSION);
        return new Place(in.number(), in.number(), id - in.number());
    }
}
