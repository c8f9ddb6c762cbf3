package org.pennypost.imap.commands;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.pennypost.imap.session.SelectedMailbox;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.FlagChange;
import org.pennypost.mailbox.FlagsResult;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.ModSeq;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.store.StoreException;

/**
 * STORE with UNCHANGEDSINCE. A message that has changed since, but not in the flags that are added or removed, counts as unchanged, as far as
 * that can be told (RFC 7162 §3.1.12): the client's view of it is no newer than the mod-sequence that it gave, and has these flags as they are now.
 */
final class ConditionalStore {
    private ConditionalStore() {}

    static FlagsResult perform(SelectedMailbox selected, UidSet uids, FlagChange change, ModSeq since)
            throws StoreException {
        FlagsResult first = selected.account().flags(selected.id(), uids, change, since);
        if (!(first instanceof FlagsResult.Changed done)
                || done.modified().isEmpty()
                || change.how() == FlagChange.How.REPLACE) {
            return first;
        }
        Optional<MailboxView> now = selected.account().view(selected.id());
        if (now.isEmpty()) {
            return first;
        }
        UidSet same = unaffected(selected.view(), now.get(), done.modified(), change, since);
        if (same.isEmpty()) {
            return first;
        }
        // What has changed after that view after all is left alone.
        return switch (selected.account()
                .flags(selected.id(), same, change, now.get().highestModSeq())) {
            case FlagsResult.Changed second ->
                new FlagsResult.Changed(
                        together(done.changed(), second.changed()),
                        together(done.modified().without(same), second.modified()),
                        second.modSeq());
            case FlagsResult other -> other;
        };
    }

    private static UidSet together(UidSet one, UidSet other) {
        List<UidSet.Range> ranges = new ArrayList<>(one.ranges());
        ranges.addAll(other.ranges());
        return UidSet.ofRanges(ranges);
    }

    private static UidSet unaffected(
            MailboxView known, MailboxView now, UidSet modified, FlagChange change, ModSeq since) {
        List<Uid> same = new ArrayList<>();
        for (UidSet.Range range : modified.ranges()) {
            for (long uid = range.first().number(); uid <= range.last().number(); uid++) {
                Optional<Message> before = find(known, new Uid(uid));
                Optional<Message> after = find(now, new Uid(uid));
                if (before.isPresent()
                        && after.isPresent()
                        && before.get().modSeq().compareTo(since) <= 0
                        && of(before.get(), change).equals(of(after.get(), change))) {
                    same.add(new Uid(uid));
                }
            }
        }
        return UidSet.of(same);
    }

    private static Optional<Message> find(MailboxView view, Uid uid) {
        OptionalInt index = view.indexOf(uid);
        return index.isPresent() ? Optional.of(view.at(index.getAsInt())) : Optional.empty();
    }

    private static Set<Flag> of(Message message, FlagChange change) {
        Set<Flag> flags = new HashSet<>(message.flags());
        flags.retainAll(change.flags());
        return flags;
    }
}
