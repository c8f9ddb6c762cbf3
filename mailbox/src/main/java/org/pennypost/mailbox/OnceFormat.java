package org.pennypost.mailbox;

import java.util.Optional;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.Snapshot;
import org.pennypost.store.StoreException;
import org.pennypost.store.Versioned;

/**
 * That a message was appended under a number that counts once, under {@link Keys#once}: it lies there from the commit that brings the message until
 * nobody will come with that number again.
 *
 * <pre>
 * version 1 (u8), UIDVALIDITY, UID, message, MODSEQ (numbers)
 * </pre>
 */
final class OnceFormat {
    private static final int VERSION = 1;

    private OnceFormat() {}

    static byte[] encode(AppendResult.Appended appended) {
        return new Packer(40)
                .u8(VERSION)
                .number(appended.uidValidity().number())
                .number(appended.uid().number())
                .number(appended.messageId().number())
                .number(appended.modSeq().number())
                .toBytes();
    }

    /** What was appended under this number, if that is still known. */
    static Optional<AppendResult.Appended> find(Snapshot now, long number) throws StoreException {
        Optional<Versioned> there = now.get(Keys.once(number));
        if (there.isEmpty()) {
            return Optional.empty();
        }
        Unpacker in = new Unpacker("what was appended once", there.get().bytes()).version(VERSION);
        return Optional.of(in.read(from -> new AppendResult.Appended(
                new UidValidity(from.number()),
                new Uid(from.number()),
                new MessageId(from.number()),
                new ModSeq(from.number()))));
    }
}
