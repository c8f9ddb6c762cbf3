package org.pennypost.imap.session;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.UidSet;
import org.pennypost.mailbox.ViewChanges;

/**
 * What is different between two views of a mailbox, remembered for a while: of many sessions on one mailbox each goes from the same view to the same next
 * one, and the rows are compared once. Thread-safe; keeps no view alive.
 */
public final class Differences {
    /** So many pairs are remembered, fewer where two of them meet in one place. */
    private static final int PAIRS_MAX = 64;

    /** A pair with more messages to tell of is compared anew: to tell of them costs more. */
    private static final int MESSAGES_MAX = 256;

    private final AtomicReferenceArray<@Nullable Known> known = new AtomicReferenceArray<>(PAIRS_MAX);

    public Differences() {}

    /**
     * What one view has that an older one had not.
     *
     * @param gone messages that are not there any more
     * @param changed the UIDs of messages that are in both, and have changed
     * @param added how many are new
     */
    record Difference(List<Message> gone, UidSet changed, int added) {}

    private record Known(WeakReference<MailboxView> older, WeakReference<MailboxView> newer, Difference difference) {}

    /** Picks those changes that a session wants to hear of. */
    @FunctionalInterface
    interface Wanted {
        /**
         * @param run messages that changed alike
         * @param before what flags they had
         * @param now what flags they have
         */
        UidSet of(UidSet run, Set<Flag> before, Set<Flag> now);
    }

    /** All that is different. */
    Difference between(MailboxView older, MailboxView newer) {
        int place = Math.floorMod(System.identityHashCode(newer), PAIRS_MAX);
        Known last = known.get(place);
        if (last != null && last.newer.refersTo(newer) && last.older.refersTo(older)) {
            return last.difference;
        }
        Difference difference = between(older, newer, (run, before, now) -> run);
        if (difference.gone.size() + difference.changed.size() <= MESSAGES_MAX) {
            known.set(place, new Known(new WeakReference<>(older), new WeakReference<>(newer), difference));
        }
        return difference;
    }

    /** What is different, and wanted. */
    static Difference between(MailboxView older, MailboxView newer, Wanted wanted) {
        List<Message> gone = new ArrayList<>();
        List<UidSet.Range> changed = new ArrayList<>();
        int[] added = new int[1];
        newer.since(older, new ViewChanges() {
            @Override
            public void gone(MailboxView.Cursor message) {
                gone.add(message.message());
            }

            @Override
            public void changed(MailboxView.Cursor before, MailboxView.Cursor now, int count) {
                changed.addAll(wanted.of(UidSet.run(now.uid(), count), before.flags(), now.flags())
                        .ranges());
            }

            @Override
            public void added(MailboxView.Cursor message) {
                added[0]++;
            }
        });
        return new Difference(List.copyOf(gone), UidSet.ofRanges(changed), added[0]);
    }
}
