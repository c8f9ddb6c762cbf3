package org.pennypost.mailbox;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.pennypost.store.StoreException;

/**
 * What another thread reads of some contents, from the moment this is made: always a batch more than was taken, so that neither of the two
 * threads waits for the other to wake up. Belongs to the thread that takes.
 *
 * <p>Life: {@link #next} any number of times, and {@link #leave} at the end.
 *
 * @param <T> what is read of a content
 */
public final class Reading<T> {
    private final Source<T> source;
    private final long[] contents;
    private final int batchMax;
    private final BlockingQueue<List<Optional<T>>> read = new ArrayBlockingQueue<>(1);
    private volatile boolean left;
    private boolean ended;
    private long begin;

    /** Reads of the contents given, in their order, at least the first. Called by other threads than its maker's, also at once with that. */
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
     */
    public Reading(long begin, Source<T> source, long[] contents, int batchMax) {
        this.begin = begin;
        this.source = source;
        this.contents = contents;
        this.batchMax = batchMax;
        Thread.ofVirtual().name("mailbox-ahead").start(this::readAll);
    }

    private void readAll() {
        try {
            for (int at = 0; at < contents.length && !left; ) {
                List<Optional<T>> batch =
                        source.read(Arrays.copyOfRange(contents, at, Math.min(contents.length, at + batchMax)));
                give(batch);
                at += batch.size();
            }
        } catch (StoreException failed) {
            // Whoever comes to these contents reads them again, and fails then.
        } finally {
            give(List.of());
        }
    }

    /** Where the next batch begins. */
    public long begin() {
        return begin;
    }

    /** The next ones; empty behind the last, and from those on that cannot be read. */
    public List<Optional<T>> next() {
        if (ended) {
            return List.of();
        }
        List<Optional<T>> batch = take();
        begin += batch.size();
        ended = batch.isEmpty();
        return batch;
    }

    /** Ends it; what was read meanwhile goes to {@code unused}. */
    public void leave(Consumer<T> unused) {
        left = true;
        for (List<Optional<T>> batch = next(); !batch.isEmpty(); batch = next()) {
            batch.forEach(each -> each.ifPresent(unused));
        }
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
                    return read.take();
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
