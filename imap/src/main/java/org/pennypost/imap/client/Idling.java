package org.pennypost.imap.client;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Line;

/**
 * One IDLE (RFC 2177): the session's thread listens, another says DONE when the time is up. DONE is said once, by whichever comes first.
 *
 * <p>Life: {@link #start}; the session's thread reads its lines with {@link #listen}, and may {@link #end}; after the tagged answer
 * {@link #close}.
 */
final class Idling implements AutoCloseable {
    private final Connection connection;
    private final Deadlines.Alarm alarm;
    private final Runnable shown;

    /** Whether the session's thread waits in {@link Connection#listen}: only then may another write. */
    private boolean listening;

    private boolean due;
    /** Whether the alarm has said DONE, and that has not been shown. */
    private boolean rung;

    private boolean writing;
    private boolean said;
    private @Nullable IOException failure;

    private Idling(Connection connection, Duration atMost, Runnable shown) {
        this.connection = connection;
        this.shown = shown;
        this.alarm = connection.alarm(atMost, this::due);
    }

    /**
     * @param atMost by the clock of the connection's deadlines
     * @param shown called by the session's thread when DONE has been said
     */
    static Idling start(Connection connection, Duration atMost, Runnable shown) {
        return new Idling(connection, atMost, shown);
    }

    private synchronized void due() {
        due = true;
        writeIfDue();
    }

    /** In a thread of its own, which ends with its write: who tells the time must not wait for the server. */
    private void writeIfDue() {
        if (due && listening && !said) {
            said = true;
            writing = true;
            rung = true;
            Thread.ofVirtual().name("imap-idle").start(this::write);
        }
    }

    private void write() {
        try {
            say();
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

    private void say() throws IOException {
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
        writeIfDue();
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
        if (rung) {
            rung = false;
            shown.run();
        }
    }

    /** Says DONE, if that was not said yet; by the session's thread. */
    void end() throws IOException {
        synchronized (this) {
            if (said) {
                return;
            }
            said = true;
        }
        say();
        shown.run();
    }

    @Override
    public void close() {
        alarm.close();
    }
}
