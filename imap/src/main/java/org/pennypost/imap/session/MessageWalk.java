package org.pennypost.imap.session;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;

/**
 * A walk over those messages of the selected mailbox that have a number and one of some UIDs, by rising number. Makes no object for a
 * message. Belongs to one thread; what changes meanwhile does not touch it.
 *
 * <p>Life: {@link #next} goes to the first message and then from each to the next; {@link #message} is the one it stands at.
 */
public final class MessageWalk implements AutoCloseable {
    private final SequenceView numbers;
    private final List<UidSet.Range> ranges;
    private final SelectedMessage message;
    private int range = -1;
    private long last;
    private int ghost;
    private MailboxView.Cursor cursor;
    private boolean ahead;
    private @Nullable Message atGhost;
    private long step = -1;

    MessageWalk(SelectedMailbox mailbox, UidSet uids) {
        this.numbers = mailbox.numbers();
        this.ranges = uids.ranges();
        this.cursor = numbers.view().cursor(0);
        this.message = new SelectedMessage(mailbox, this);
    }

    /** One that stands where another stands, and goes on by itself. */
    private MessageWalk(MessageWalk other) {
        this.numbers = other.numbers;
        this.ranges = other.ranges;
        this.range = other.range;
        this.last = other.last;
        this.ghost = other.ghost;
        this.ahead = other.ahead;
        this.atGhost = other.atGhost;
        this.cursor = numbers.view().cursor(other.ahead ? other.cursor.index() : 0);
        this.cursor.next();
        this.message = new SelectedMessage(other.message.mailbox(), this);
    }

    /** Goes to the next message; false behind the last. */
    public boolean next() {
        message.leave();
        step++;
        if (atGhost != null) {
            ghost++;
            atGhost = null;
        } else if (ahead) {
            ahead = cursor.next();
        }
        while (!isInRange()) {
            if (++range >= ranges.size()) {
                return false;
            }
            enter(ranges.get(range));
        }
        return true;
    }

    private void enter(UidSet.Range next) {
        Uid first = next.first();
        last = next.last().number();
        cursor = numbers.view().cursor(numbers.view().lowerBound(first));
        ahead = cursor.next();
        ghost = numbers.ghostsBelow(first);
    }

    /** Whether a message of this range is left; if it is, the walk stands at the first such one. */
    private boolean isInRange() {
        if (range < 0 || range >= ranges.size()) {
            return false;
        }
        long living = ahead ? cursor.uid() : Long.MAX_VALUE;
        if (ghost < numbers.ghosts().size()) {
            Message dead = numbers.ghosts().get(ghost);
            long uid = dead.uid().number();
            if (uid < living && uid <= last) {
                atGhost = dead;
                return true;
            }
        }
        return living <= last;
    }

    /** The message it stands at; the same object at every message. */
    public SelectedMessage message() {
        return message;
    }

    /** The ghost it stands at. */
    @Nullable
    Message ghost() {
        return atGhost;
    }

    /** Where it stands in the view, unless at a ghost. */
    MailboxView.Cursor cursor() {
        return cursor;
    }

    /** How many messages it has left behind. */
    long step() {
        return step;
    }

    /** The contents of this message and of those that follow. */
    long[] contents(int most) {
        try (MessageWalk others = new MessageWalk(this)) {
            long[] contents = new long[most];
            int count = 0;
            do {
                contents[count++] = others.message().content();
            } while (count < most && others.next());
            return Arrays.copyOf(contents, count);
        }
    }

    int number() {
        return atGhost != null ? numbers.view().lowerBound(atGhost.uid()) + ghost + 1 : cursor.index() + 1 + ghost;
    }

    @Override
    public void close() {
        message.end();
    }
}
