package org.pennypost.imap.session;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;

/**
 * The messages of the selected mailbox as one client numbers them: those of a view, and between them the ghosts, which are expunged and of
 * which the client must not be told yet (RFC 9051 §7.5.1). Numbers count both, by rising UID, from 1. Immutable; costs nothing beside the
 * shared view while there are no ghosts.
 */
public final class SequenceView {
    private final MailboxView view;
    /** By rising UID; none of them is in the view. */
    private final List<Message> ghosts;

    private SequenceView(MailboxView view, List<Message> ghosts) {
        this.view = view;
        this.ghosts = ghosts;
    }

    /** All that a view shows, and nothing else. */
    static SequenceView of(MailboxView view) {
        return new SequenceView(view, List.of());
    }

    /** A newer view, and all whom the client still counts. */
    SequenceView with(MailboxView newer, List<Message> moreGhosts) {
        if (moreGhosts.isEmpty()) {
            return new SequenceView(newer, ghosts);
        }
        List<Message> all = new ArrayList<>(ghosts);
        all.addAll(moreGhosts);
        all.sort((a, b) -> a.uid().compareTo(b.uid()));
        return new SequenceView(newer, List.copyOf(all));
    }

    /** What is there. */
    public MailboxView view() {
        return view;
    }

    /** What is not there any more, and still has its number. */
    public List<Message> ghosts() {
        return ghosts;
    }

    /** The highest number; how many messages the client counts. */
    public int size() {
        return view.size() + ghosts.size();
    }

    /** The highest UID that has a number; 0 if none has. */
    public long highestUid() {
        long highest = view.size() == 0 ? 0 : view.at(view.size() - 1).uid().number();
        return ghosts.isEmpty()
                ? highest
                : Math.max(highest, ghosts.getLast().uid().number());
    }

    /**
     * The UID of the message of this number.
     *
     * @throws IndexOutOfBoundsException if it is not 1 to {@link #size}
     */
    public Uid uidAt(long number) {
        if (number < 1 || number > size()) {
            throw new IndexOutOfBoundsException("message " + number + " of " + size());
        }
        int low = 0;
        int high = ghosts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (numberOfGhost(middle) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < ghosts.size() && numberOfGhost(low) == number
                ? ghosts.get(low).uid()
                : view.at((int) number - 1 - low).uid();
    }

    private int numberOfGhost(int ghost) {
        return view.lowerBound(ghosts.get(ghost).uid()) + ghost + 1;
    }

    /** The number of the message with this UID; empty if it has none. */
    public OptionalInt numberOf(Uid uid) {
        int below = ghostsBelow(uid);
        if (below < ghosts.size() && ghosts.get(below).uid().equals(uid)) {
            return OptionalInt.of(numberOfGhost(below));
        }
        OptionalInt index = view.indexOf(uid);
        return index.isEmpty() ? index : OptionalInt.of(index.getAsInt() + 1 + below);
    }

    /** How many ghosts have a lower UID. */
    int ghostsBelow(Uid uid) {
        int low = 0;
        int high = ghosts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ghosts.get(middle).uid().compareTo(uid) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The UIDs of these numbers, as ranges in which there may be UIDs that have no number.
     *
     * @param numbers 1 to {@link #size}
     */
    public UidSet uids(UidSet numbers) {
        List<UidSet.Range> ranges = new ArrayList<>();
        for (UidSet.Range range : numbers.ranges()) {
            ranges.add(new UidSet.Range(
                    uidAt(range.first().number()), uidAt(range.last().number())));
        }
        return UidSet.ofRanges(ranges);
    }

    /** Whether a ghost has one of these UIDs. */
    public boolean hasGhostIn(UidSet uids) {
        return ghosts.stream().anyMatch(ghost -> uids.contains(ghost.uid()));
    }
}
