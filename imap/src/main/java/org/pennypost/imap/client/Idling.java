package org.pennypost.imap.client;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Line;

/**
 * One IDLE (RFC 2177): the session's thread listens, another says DONE when the time is up. DONE is said once, by whichever comes first.
 *
 * <p>Life: {@link #start}; the session's thread reads its lines with {@link #listen}, and may {@link #end}; after the tagged answer
 * {@link #close}.
 */
final class Idling implements AutoCloseable {
    private final Connection connection;
    private final long untilNanos;
    private final Thread timer;

    /** Whether the session's thread waits in {@link Connection#listen}: only then may another write. */
    private boolean listening;

    private boolean writing;
    private boolean said;
    private boolean over;
    private @Nullable IOException failure;

    private Idling(Connection connection, Duration atMost) {
        this.connection = connection;
        this.untilNanos = System.nanoTime() + atMost.toNanos();
        this.timer = Thread.ofVirtual().name("imap-idle").unstarted(this::await);
    }

    static Idling start(Connection connection, Duration atMost) {
        Idling idling = new Idling(connection, atMost);
        idling.timer.start();
        return idling;
    }

    private void await() {
        try {
            synchronized (this) {
                for (long left = left(); !over && !said && (left > 0 || !listening); left = left()) {
                    if (left > 0) {
                        wait(left / 1_000_000 + 1);
                    } else {
                        wait();
                    }
                }
                if (over || said) {
                    return;
                }
                said = true;
                writing = true;
            }
            write();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long left() {
        return untilNanos - System.nanoTime();
    }

    private void write() {
        try {
            done();
        } catch (IOException broken) {
            synchronized (this) {
                failure = broken;
            }
        } finally {
            synchronized (this) {
                writing = false;
                notifyAll();
            }
        }
    }

    private void done() throws IOException {
        connection.write("DONE\r\n");
        connection.flush();
    }

    /** A line, by the session's thread. */
    Line listen(int bytesMax, Duration timeout) throws IOException {
        try {
            return connection.listen(bytesMax, timeout, this::begin);
        } finally {
            awaitWriter();
        }
    }

    private synchronized void begin() {
        listening = true;
        notifyAll();
    }

    private synchronized void awaitWriter() throws IOException {
        listening = false;
        try {
            while (writing) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Says DONE, if that was not said yet; by the session's thread. */
    void end() throws IOException {
        synchronized (this) {
            if (said) {
                return;
            }
            said = true;
            notifyAll();
        }
        done();
    }

    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }
}
