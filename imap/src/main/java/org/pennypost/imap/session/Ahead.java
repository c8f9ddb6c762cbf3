package org.pennypost.imap.session;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.StoreException;

/**
 * What is stored of the messages of one walk, read some at a time: the more, the more of them in a row were asked for, so that one that is
 * looked at alone costs one. Once the row is long, the next ones are read by another thread while these are looked at. Belongs to the
 * walk's thread.
 *
 * @param <T> what is read of a message
 */
final class Ahead<T> {
    private final MessageWalk walk;
    private final int messagesMax;
    private final int reach;
    private final Source<T> source;
    private final Consumer<T> unused;

    /** What was read; those before {@code begin + next} were asked for or passed over. */
    private List<Optional<T>> read = List.of();

    private long begin;
    private int next;

    /** What is being read: of those that come right behind. */
    private @Nullable Reading<T> coming;

    /** Reads of the contents given, in their order, at least the first. Called by two threads, never at once. */
    @FunctionalInterface
    interface Source<T> {
        List<Optional<T>> read(long[] contents) throws StoreException;
    }

    /**
     * @param messagesMax so many are read at a time at most
     * @param reach a message that is at most so many times as far away as what was read last counts as one in the same row
     * @param unused takes what nobody asked for
     */
    Ahead(MessageWalk walk, int messagesMax, int reach, Source<T> source, Consumer<T> unused) {
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
        boolean row = near && read.size() >= messagesMax / 2;
        leaveRead();
        if (!isComing()) {
            long[] contents = walk.contents(row ? 2 * messagesMax : most);
            read = source.read(Arrays.copyOf(contents, Math.min(most, contents.length)));
            begin = walk.step();
            if (row) {
                readOn(contents, read.size());
            }
        } else if (row) {
            int at = (int) (walk.step() - begin);
            readOn(walk.contents(read.size() - at + messagesMax), read.size() - at);
        }
    }

    /** Takes what the other thread has read, if the walk stands there. */
    private boolean isComing() {
        Reading<T> reading = coming;
        coming = null;
        if (reading == null) {
            return false;
        }
        if (walk.step() - reading.begin() >= reading.await().size()) {
            reading.leave(unused);
            return false;
        }
        read = reading.await();
        begin = reading.begin();
        return true;
    }

    private void readOn(long[] contents, int from) {
        if (from < contents.length) {
            long[] wanted = Arrays.copyOfRange(contents, from, Math.min(contents.length, from + messagesMax));
            coming = new Reading<>(begin + read.size(), source, wanted);
        }
    }

    /** The walk has ended, or is far away. */
    void leave() {
        leaveRead();
        Reading<T> reading = coming;
        coming = null;
        if (reading != null) {
            reading.leave(unused);
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
