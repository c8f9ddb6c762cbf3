package org.pennypost.imap.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.ImapState;
import org.pennypost.wire.Connection;

/**
 * Tells a client in IDLE of changes as they happen, while the connection's thread waits for its DONE. A thread exists only while there is
 * something to tell, so a session that waits costs one; several changes that come together are told together.
 *
 * <p>Of a crowd that is told of the same commit one session asks the store for the view and compares it with the last; the others find both made
 * ({@link org.pennypost.imap.session.SelectedMailbox#reportShowing}).
 *
 * <p>Life: {@link #begin} once, and {@link #changed} any number of times, from any thread; {@link #stop} returns when nothing is being told any more, and nothing
 * will be. Between, the session and the writer belong to it.
 */
final class IdleReports {
    private final Connection connection;
    private final ImapSession session;
    private final ResponseWriter out;

    /** Guards what follows. */
    private final Object lock = new Object();

    private boolean begun;
    private boolean waiting;
    /** What is to be told at least: up to this commit, or up to now if it is 0. */
    private long commit;

    private boolean running;
    private boolean stopped;
    private boolean mailboxGone;
    private boolean dead;
    private @Nullable IOException failure;

    IdleReports(Connection connection, ImapSession session, ResponseWriter out) {
        this.connection = connection;
        this.session = session;
        this.out = out;
    }

    /** From now on changes are told, first what has changed since the last command. Returns at once. */
    void begin() {
        synchronized (lock) {
            begun = true;
            tellUpTo(0);
        }
    }

    /**
     * Something may have changed. Returns at once.
     *
     * @param commit what a watch of the account told
     */
    void changed(long commit) {
        synchronized (lock) {
            if (begun) {
                tellUpTo(waiting && this.commit == 0 ? 0 : commit);
            }
        }
    }

    private void tellUpTo(long commit) {
        if (stopped || session.state() != ImapState.SELECTED) {
            return;
        }
        this.commit = commit;
        waiting = true;
        if (!running) {
            Thread.ofVirtual().name("imap-idle-" + connection.id()).start(this::run);
            running = true;
        }
    }

    private void run() {
        boolean alive = false;
        try {
            tell();
            alive = true;
        } finally {
            if (!alive) {
                die();
            }
        }
    }

    /** A bug: the connection ends with it. */
    private void die() {
        synchronized (lock) {
            dead = true;
            running = false;
            lock.notifyAll();
        }
        connection.stop();
    }

    private void tell() {
        for (long upTo = next(); upTo >= 0; upTo = next()) {
            boolean there = false;
            IOException failed = null;
            try {
                there = upTo == 0
                        ? session.selected().report(out, true, false)
                        : session.selected().reportShowing(upTo, out);
                out.rest();
                connection.flush();
            } catch (IOException e) {
                failed = e;
            }
            synchronized (lock) {
                failure = failed;
                mailboxGone = failed == null && !there;
                stopped |= !there;
            }
            if (!there) {
                // Wakes the thread that waits for DONE.
                connection.stop();
            }
        }
    }

    /** What is to be told next, as {@code commit} says; negative if nothing is, and this thread ends. */
    private long next() {
        synchronized (lock) {
            if (waiting && !stopped) {
                waiting = false;
                return commit;
            }
            running = false;
            lock.notifyAll();
            return -1;
        }
    }

    /** Nothing more is told from now on. */
    void stop() {
        boolean interrupted = false;
        synchronized (lock) {
            stopped = true;
            while (running) {
                try {
                    lock.wait();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the selected mailbox was deleted. */
    boolean isMailboxGone() {
        synchronized (lock) {
            return mailboxGone;
        }
    }

    /** Throws what went wrong while changes were told. */
    void rethrow() throws IOException {
        synchronized (lock) {
            if (failure != null) {
                throw failure;
            }
            if (dead) {
                throw new IllegalStateException("the thread that tells of changes has died");
            }
        }
    }
}
