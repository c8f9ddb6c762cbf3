package org.pennypost.mailbox;

import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * Messages that were expunged together from one mailbox, under {@link Keys#history}, until they are restored or their time is
 * over.
 *
 * <pre>
 * version 1 (u8), mailbox (number), the mailbox's keywords at that time (string: {@link Keywords}), the rows ({@link BlockFormat})
 * </pre>
 */
record HistoryRecord(long mailbox, Keywords keywords, Rows rows) {
    private static final int VERSION = 1;

    byte[] encode() {
        return new Packer(rows.bytes().length + 100)
                .u8(VERSION)
                .number(mailbox)
                .string(keywords.encode())
                .raw(rows.bytes())
                .toBytes();
    }

    static HistoryRecord decode(byte[] value) throws StoreException {
        Unpacker in = new Unpacker("a history record", value).version(VERSION);
        return new HistoryRecord(in.number(), Keywords.decode(in.string()), BlockFormat.decode(in.rest()));
    }
}
