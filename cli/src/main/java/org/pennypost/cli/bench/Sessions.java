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

    /** A conversation that begins when all have been opened, so that what an opening costs is not in what is measured. */
    interface Opened extends Closeable {
        void hold() throws IOException;
    }

    /** How one is opened. */
    interface Opening {
        Opened open(int number) throws IOException;
    }

    /**
     * Opens all of them, then holds all of them, and throws what the first that failed did, when all have ended.
     *
     * @param begin runs when all are open, or cannot be opened
     */
    static void openThenHold(int count, Opening opening, Runnable begin) throws IOException {
        CyclicBarrier opened = new CyclicBarrier(count, begin);
        hold(count, number -> {
            Opened session = null;
            try {
                try {
                    session = opening.open(number);
                } finally {
                    opened.await();
                }
                session.hold();
            } catch (InterruptedException | BrokenBarrierException stopped) {
                throw new IOException("stopped", stopped);
            } finally {
                if (session != null) {
                    session.close();
                }
            }
        });
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
