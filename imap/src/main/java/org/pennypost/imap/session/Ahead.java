package org.pennypost.imap.session;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.mailbox.Reading;
import org.pennypost.store.StoreException;

/**
 * What is stored of the messages of one walk, read some at a time: the more, the more of them in a row were asked for, so that one that is
 * looked at alone costs one. Once the row is long, the next ones are read by another thread while these are looked at. Belongs to the
 * walk's thread.
 *
 * @param <T> what is read of a message
 */
final class Ahead<T> {
    /** After so many at once, it is a row. */
    private static final int ROW_MIN = 8;

    /** So many times what is read at once goes to the other thread together. */
    private static final int ROW_BATCHES = 16;

    private final MessageWalk walk;
    private final int messagesMax;
    private final int reach;
    private final Reading.Source<T> source;
    private final Consumer<T> unused;

    /** What was read; those before {@code begin + next} were asked for or passed over. */
    private List<Optional<T>> read = List.of();

    private long begin;
    private int next;

    /** What the other thread reads: of those that come right behind. */
    private @Nullable Reading<T> coming;

    /**
     * @param messagesMax so many are read at a time at most
     * @param reach a message that is at most so many times as far away as what was read last counts as one in the same row
     * @param unused takes what nobody asked for
     */
    Ahead(MessageWalk walk, int messagesMax, int reach, Reading.Source<T> source, Consumer<T> unused) {
        this.walk = walk;
        this.messagesMax = messagesMax;
        this.reach = reach;
        this.source = source;
        this.unused = unused;
    }

    /** That of the message at which the walk stands, once; it is the caller's then. */
    Optional<T> take() throws StoreException {
        if (walk.step() - begin >= read.size()) {
            turn();
        }
        int at = (int) (walk.step() - begin);
        passOver(at);
        next = at + 1;
        return read.get(at);
    }

    /** Goes on to those among which the walk stands. */
    private void turn() throws StoreException {
        boolean near = walk.step() - begin <= (long) reach * read.size();
        int most = near ? Math.min(messagesMax, Math.max(1, 2 * read.size())) : 1;
        boolean row = near && read.size() >= ROW_MIN;
        leaveRead();
        if (!near) {
            leaveComing();
        }
        if (isComing()) {
            return;
        }
        long[] contents = walk.contents(row ? most + ROW_BATCHES * messagesMax : most);
        read = source.read(Arrays.copyOf(contents, Math.min(most, contents.length)));
        begin = walk.step();
        if (row && read.size() < contents.length) {
            long[] others = Arrays.copyOfRange(contents, read.size(), contents.length);
            coming = new Reading<>(begin + read.size(), source, others, messagesMax, unused);
        }
    }

    /** Takes what the other thread has read, as far as the walk has come; whether it has read that. */
    private boolean isComing() {
        while (coming != null) {
            begin = coming.begin();
            read = coming.next();
            if (walk.step() - begin < read.size()) {
                return true;
            }
            if (read.isEmpty()) {
                coming = null;
            }
            leaveRead();
        }
        return false;
    }

    /** The walk has ended, or is far away. */
    void leave() {
        leaveRead();
        leaveComing();
    }

    private void leaveComing() {
        if (coming != null) {
            coming.leave();
            coming = null;
        }
    }

    private void leaveRead() {
        passOver(read.size());
        read = List.of();
        next = 0;
    }

    private void passOver(int upTo) {
        for (; next < upTo; next++) {
            read.get(next).ifPresent(unused);
        }
    }
}
