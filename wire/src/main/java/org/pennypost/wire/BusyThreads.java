package org.pennypost.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of the system, lent to conversations whose peers ask one thing right behind another. As many are there as are lent, up to a limit;
 * whoever finds none goes on with its virtual thread. Thread-safe.
 *
 * <p>Life: {@link #close} lends none any more; those that are lent come back when their conversations end or fall silent.
 */
public final class BusyThreads implements AutoCloseable {
    /*
     * A virtual thread that waits for its peer is woken by two threads, one behind the other: the one that watches the sockets and the one
     * that is to carry it. Where a processor sleeps until it is woken, that is half of what a short command takes (ADR 0032). A thread of
     * the system is woken by the kernel itself, but holds a stack of its own, some 50 to 100 kB once it was used: too much for ten
     * thousand connections that are silent, nothing for the few that are busy at any moment. A new one is slow at first, too: its stack and its share of the heap are
     * memory that nobody has touched.
     */
    private static final long KEPT_MILLIS = 60_000;

    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** A turn that took no longer, the waiting for it included, has others behind it. */
    static final Duration QUICK = Duration.ofMillis(500);

    private final Duration patience;
    private final Optional<ThreadPoolExecutor> threads;

    /** @param max how many are lent at the same time; 0 for none */
    public BusyThreads(int max) {
        this(max, PATIENCE);
    }

    BusyThreads(int max, Duration patience) {
        this.patience = patience;
        threads = max == 0
                ? Optional.empty()
                : Optional.of(new ThreadPoolExecutor(
                        0,
                        max,
                        KEPT_MILLIS,
                        TimeUnit.MILLISECONDS,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().daemon().name("busy-", 1).factory()));
    }

    /** Lends none. */
    public static BusyThreads none() {
        return new BusyThreads(0);
    }

    /** So long one of them waits for a peer's next question before it comes back. */
    Duration patience() {
        return patience;
    }

    /** How many are lent at this moment. */
    public int lent() {
        return threads.map(ThreadPoolExecutor::getActiveCount).orElse(0);
    }

    /**
     * Takes turns on one of these threads, while the caller waits.
     *
     * @return what comes behind them; empty if no thread was free, and nothing was done
     * @throws IOException the turns' own
     */
    Optional<Turn.Next> take(Turn turns) throws IOException {
        if (threads.isEmpty()) {
            return Optional.empty();
        }
        FutureTask<Turn.Next> task = new FutureTask<>(turns::take);
        try {
            threads.get().execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            // All are lent, or the system has no thread to give (it says so with that error): it goes on as before.
            return Optional.empty();
        }
        return Optional.of(result(task));
    }

    /** An interrupt does not end the waiting: the turns use what is the caller's until they are over. */
    private static Turn.Next result(FutureTask<Turn.Next> task) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException broken -> throw broken;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.ifPresent(ThreadPoolExecutor::shutdown);
    }
}
