package org.pennypost.mailbox;

import java.util.ArrayList;
import java.util.List;
import org.pennypost.mailbox.record.Packer;
import org.pennypost.mailbox.record.Unpacker;
import org.pennypost.store.StoreException;

/**
 * A record of the change log, under {@link Keys#change}: what happened at that value of the counter.
 *
 * <pre>
 * version 1 (u8), changes (number)
 * per change: kind (u8: 1 added, 2 flags, 3 expunged, 4 mailbox created, 5 mailbox changed, 6 mailbox deleted), mailbox (number)
 * kinds 1 to 3: runs (number), per run: UID - the UID behind the run before (signed), id - the id behind the run before (signed),
 *     count - 1 (number)
 * </pre>
 */
final class ChangeFormat {
    /** The most runs in a record, so that it stays below the longest value. */
    static final int RUNS_MAX = 4_000;

    private static final int VERSION = 1;

    private ChangeFormat() {}

    static byte[] encode(List<Change> changes) {
        Packer out = new Packer(32).u8(VERSION).number(changes.size());
        for (Change change : changes) {
            out.u8(kind(change)).number(change.mailbox().number());
            if (change instanceof Change.Messages messages) {
                encode(out, messages.runs());
            }
        }
        return out.toBytes();
    }

    private static void encode(Packer out, List<Change.Run> runs) {
        out.number(runs.size());
        long uid = 0;
        long id = 0;
        for (Change.Run run : runs) {
            out.signed(run.uid() - uid).signed(run.id() - id).number(run.count() - 1L);
            uid = run.uid() + run.count();
            id = run.id() + run.count();
        }
    }

    private static int kind(Change change) {
        return switch (change) {
            case Change.Messages messages ->
                switch (messages.kind()) {
                    case ADDED -> 1;
                    case FLAGS -> 2;
                    case EXPUNGED -> 3;
                };
            case Change.MailboxCreated _ -> 4;
            case Change.MailboxChanged _ -> 5;
            case Change.MailboxDeleted _ -> 6;
        };
    }

    static List<Change> decode(long number, byte[] value) throws StoreException {
        Unpacker in = new Unpacker("change " + number, value).version(VERSION);
        ModSeq modSeq = new ModSeq(number);
        List<Change> changes = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            changes.add(in.read(from -> decode(modSeq, from)));
        }
        return changes;
    }

    private static Change decode(ModSeq modSeq, Unpacker in) throws StoreException {
        int kind = in.u8();
        MailboxId mailbox = new MailboxId(in.number());
        return switch (kind) {
            case 1 -> new Change.Messages(modSeq, mailbox, Change.Kind.ADDED, decodeRuns(in));
            case 2 -> new Change.Messages(modSeq, mailbox, Change.Kind.FLAGS, decodeRuns(in));
            case 3 -> new Change.Messages(modSeq, mailbox, Change.Kind.EXPUNGED, decodeRuns(in));
            case 4 -> new Change.MailboxCreated(modSeq, mailbox);
            case 5 -> new Change.MailboxChanged(modSeq, mailbox);
            case 6 -> new Change.MailboxDeleted(modSeq, mailbox);
            default -> throw in.torn();
        };
    }

    private static List<Change.Run> decodeRuns(Unpacker in) throws StoreException {
        List<Change.Run> runs = new ArrayList<>();
        long uid = 0;
        long id = 0;
        for (int left = in.count(); left > 0; left--) {
            uid += in.signed();
            id += in.signed();
            int count = (int) in.number() + 1;
            runs.add(new Change.Run(uid, id, count));
            uid += count;
            id += count;
        }
        return runs;
    }
}
