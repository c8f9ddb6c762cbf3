package org.pennypost.mailbox;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pennypost.store.StoreException;

/**
 * What another thread reads of some contents, from the moment this is made: always a batch more than was taken, so that neither of the two
 * threads waits for the other to wake up. Where the one that takes is the faster one, it does not wait but reads as well: each of the two reads whole
 * pieces, whichever is the next that nobody reads. Belongs to the thread that takes.
 *
 * <p>Life: {@link #next} any number of times, and {@link #leave} at the end.
 *
 * @param <T> what is read of a content
 */
public final class Reading<T> {
    private final Source<T> source;
    private final Consumer<T> unused;
    private final long[] contents;
    private final int pieceMax;
    private final long begin;

    /** What the other thread has read, in the order of its pieces; an empty one behind the last. */
    private final BlockingQueue<List<Optional<T>>> read = new ArrayBlockingQueue<>(1);

    /** Where the next piece begins that nobody reads. */
    private final AtomicInteger unread = new AtomicInteger();

    private volatile boolean left;
    private boolean ended;

    /** Whether the empty batch was taken that the other thread gives last. */
    private boolean alone;

    /** The place of the next that is taken. */
    private int at;

    /** The piece that the one that takes reads itself: from here to before there. */
    private int ownFrom;

    private int ownTo;

    /** The beginning of it, read in advance; null if it was taken. */
    private @Nullable List<Optional<T>> own;

    /** Reads of the contents given, in their order, at least the first. Called by two threads at once. */
    @FunctionalInterface
    public interface Source<T> {
        List<Optional<T>> read(long[] contents) throws StoreException;
    }

    /**
     * Begins.
     *
     * @param begin the place of the first of them, as the caller counts
     * @param contents their numbers; not changed afterwards
     * @param batchMax so many are read at a time at most
     * @param unused takes what was read and is not wanted any more
     */
    public Reading(long begin, Source<T> source, long[] contents, int batchMax, Consumer<T> unused) {
        this.begin = begin;
        this.source = source;
        this.contents = contents;
        this.pieceMax = batchMax;
        this.unused = unused;
        Thread.ofVirtual().name("mailbox-ahead").start(this::readAll);
    }

    private void readAll() {
        try {
            for (int piece = claim(); piece < contents.length && !left; piece = claim()) {
                int to = end(piece);
                for (int place = piece; place < to && !left; ) {
                    List<Optional<T>> batch = source.read(Arrays.copyOfRange(contents, place, to));
                    give(batch);
                    place += batch.size();
                }
            }
        } catch (StoreException failed) {
            // Whoever comes to these contents reads them again, and fails then.
        } finally {
            give(List.of());
        }
    }

    /** Where a piece begins that is the caller's to read; behind the last of them if none is left. */
    private int claim() {
        return unread.getAndUpdate(this::end);
    }

    private int end(int piece) {
        return (int) Math.min(contents.length, (long) piece + pieceMax);
    }

    /** Where the next batch begins. */
    public long begin() {
        return begin + at;
    }

    /** The next ones; empty behind the last, and from those on that cannot be read. */
    public List<Optional<T>> next() {
        if (ended) {
            return List.of();
        }
        List<Optional<T>> batch = at >= ownFrom && at < ownTo ? own() : others();
        at += batch.size();
        if (batch.isEmpty()) {
            leave();
        }
        return batch;
    }

    private List<Optional<T>> own() {
        List<Optional<T>> batch = own == null ? readFrom(at) : own;
        own = null;
        return batch;
    }

    private List<Optional<T>> others() {
        if (read.isEmpty() && at >= ownTo) {
            ownFrom = claim();
            ownTo = end(ownFrom);
            own = ownFrom < ownTo ? readFrom(ownFrom) : null;
            if (own != null && ownFrom == at) {
                // The other thread has not come to it yet.
                return own();
            }
        }
        return take();
    }

    private List<Optional<T>> readFrom(int place) {
        try {
            return source.read(Arrays.copyOfRange(contents, place, ownTo));
        } catch (StoreException failed) {
            return List.of();
        }
    }

    /** Ends it; what was read meanwhile is not wanted. */
    public void leave() {
        if (ended) {
            return;
        }
        ended = true;
        left = true;
        if (own != null) {
            drop(own);
        }
        while (!alone) {
            drop(take());
        }
    }

    private void drop(List<Optional<T>> batch) {
        batch.forEach(each -> each.ifPresent(unused));
    }

    private void give(List<Optional<T>> batch) {
        boolean interrupted = false;
        for (boolean given = false; !given; ) {
            try {
                read.put(batch);
                given = true;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Optional<T>> take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    List<Optional<T>> batch = read.take();
                    alone = batch.isEmpty();
                    return batch;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
