package org.pennypost.imap.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pennypost.store.StoreException;

/**
 * What is stored of the messages of one walk, read some at a time: the more, the more of them in a row were asked for, so that one that is
 * looked at alone costs one. Belongs to the walk's thread.
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

    /** Reads of the contents given, in their order, at least the first. */
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
        long at = walk.step() - begin;
        if (at >= read.size()) {
            boolean near = at <= (long) reach * read.size();
            int most = near ? Math.min(messagesMax, Math.max(1, 2 * read.size())) : 1;
            leave();
            read = source.read(walk.contents(most));
            begin = walk.step();
            at = 0;
        }
        passOver((int) at);
        next = (int) at + 1;
        return read.get((int) at);
    }

    /** The walk has ended, or is far away. */
    void leave() {
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
