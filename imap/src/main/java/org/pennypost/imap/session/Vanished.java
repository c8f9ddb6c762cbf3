package org.pennypost.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.mailbox.Change;
import org.pennypost.mailbox.Changes;
import org.pennypost.mailbox.ModSeq;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.StoreException;

/** Which messages were expunged since a client looked last, from the account's change log (RFC 7162 §3.2.6), and how it is told (§3.2.10). */
public final class Vanished {
    /** Changes read from the log together. */
    private static final int PAGE = 1_000;

    /** With more runs of expunged messages than that, all UIDs are told that are not there: the client need not be told less (RFC 7162 §5.1). */
    private static final int RUNS_MAX = 100_000;

    /** So many ranges are told by one response. */
    private static final int RANGES_TOGETHER = 1_000;

    private Vanished() {}

    /**
     * The UIDs that have no message any more.
     *
     * @param since the last change that the client knows
     * @param among those that it asks about
     * @param known up to this UID the client knows what is there, whatever it says else (RFC 7162 §3.2.5.2); 0 for none
     */
    public static UidSet since(SelectedMailbox mailbox, ModSeq since, UidSet among, long known) throws StoreException {
        long last = mailbox.view().uidNext() - 1;
        if (last < 1 || since.compareTo(mailbox.view().lastExpunge()) >= 0) {
            return UidSet.EMPTY;
        }
        UidSet candidates = among.intersection(upTo(1, last));
        List<UidSet.Range> expunged = new ArrayList<>();
        ModSeq from = since;
        while (true) {
            switch (mailbox.account().changesSince(from, PAGE)) {
                case Changes.Page page -> {
                    page.changes().forEach(change -> gather(mailbox, change, expunged));
                    if (expunged.size() > RUNS_MAX) {
                        return absent(mailbox, candidates);
                    }
                    if (!page.more()) {
                        return absent(mailbox, candidates.intersection(UidSet.ofRanges(expunged)));
                    }
                    from = page.upTo();
                }
                case Changes.Pruned _ -> {
                    return known >= last
                            ? UidSet.EMPTY
                            : absent(mailbox, candidates.intersection(upTo(known + 1, last)));
                }
            }
        }
    }

    private static UidSet upTo(long first, long last) {
        return UidSet.ofRanges(List.of(new UidSet.Range(new Uid(first), new Uid(last))));
    }

    private static void gather(SelectedMailbox mailbox, Change change, List<UidSet.Range> expunged) {
        if (change instanceof Change.Messages messages
                && messages.kind() == Change.Kind.EXPUNGED
                && messages.mailbox().equals(mailbox.id())) {
            expunged.addAll(messages.uids().ranges());
        }
    }

    /** Those among them that have no number in this session: of the others it will hear in its time. */
    private static UidSet absent(SelectedMailbox mailbox, UidSet uids) {
        List<UidSet.Range> counted = new ArrayList<>();
        try (MessageWalk walk = mailbox.walk(uids)) {
            long first = 0;
            long last = -1;
            while (walk.next()) {
                long uid = walk.message().uid();
                if (uid != last + 1) {
                    add(first, last, counted);
                    first = uid;
                }
                last = uid;
            }
            add(first, last, counted);
        }
        return uids.without(UidSet.ofRanges(counted));
    }

    private static void add(long first, long last, List<UidSet.Range> ranges) {
        if (first <= last && first > 0) {
            ranges.add(new UidSet.Range(new Uid(first), new Uid(last)));
        }
    }

    /**
     * {@code * VANISHED ...}, as often as it takes; nothing for no UIDs.
     *
     * @param earlier {@code "(EARLIER) "}, or empty where the client's numbers change with it
     */
    public static void tell(String earlier, UidSet uids, ResponseWriter out) throws IOException {
        List<UidSet.Range> ranges = uids.ranges();
        for (int i = 0; i < ranges.size(); i += RANGES_TOGETHER) {
            UidSet some = UidSet.ofRanges(ranges.subList(i, Math.min(ranges.size(), i + RANGES_TOGETHER)));
            out.begin().raw("VANISHED ").raw(earlier).raw(some.toString()).end();
        }
    }
}
