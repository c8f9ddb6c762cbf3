package org.pennypost.cli.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Conversations side by side, each in a virtual thread. */
final class Sessions {
    /** One conversation. */
    interface Session {
        void hold(int number) throws IOException;
    }

    private Sessions() {}

    /** How one is opened, before it begins. */
    interface Opening<C extends Closeable> {
        C open() throws IOException;
    }

    /** What is done in one that is open. */
    interface Opened<C extends Closeable> {
        void hold(C connection) throws IOException;
    }

    /**
     * Opens all of them, then holds all of them, so that what an opening costs is not in what is measured, and throws what the first that failed did, when all
     * have ended.
     *
     * @param begin runs when all are open, or cannot be opened
     */
    static <C extends Closeable> void openThenHold(int count, Opening<C> opening, Runnable begin, Opened<C> session)
            throws IOException {
        CyclicBarrier opened = new CyclicBarrier(count, begin);
        hold(count, _ -> {
            try (C connection = openAndWait(opening, opened)) {
                session.hold(connection);
            }
        });
    }

    private static <C extends Closeable> C openAndWait(Opening<C> opening, CyclicBarrier opened) throws IOException {
        C connection = null;
        try {
            try {
                connection = opening.open();
            } finally {
                opened.await();
            }
            return connection;
        } catch (InterruptedException | BrokenBarrierException stopped) {
            if (connection != null) {
                connection.close();
            }
            throw new IOException("stopped", stopped);
        }
    }

    /** Holds all of them, and throws what the first that failed did, when all have ended. */
    static void hold(int count, Session session) throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    session.hold(number);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
