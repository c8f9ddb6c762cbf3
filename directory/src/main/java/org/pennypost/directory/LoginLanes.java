package org.pennypost.directory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets logins of one lane through one after the other, in the order they came. Thread-safe.
 *
 * <p>A mail program that starts opens many sessions at once. Each attempt counts as a failure until it has succeeded, so side by side they
 * would throttle each other; and behind the first that is right, the others need no hash ({@link WarmLogins}).
 */
final class LoginLanes {
    private final int waitingMax;
    private final long timeoutMillis;
    private final Map<String, Lane> lanes = new HashMap<>();

    /**
     * @param waitingMax so many may be in one lane; more are sent away at once, so that nobody can pile up threads
     * @param timeout how long one waits at most
     */
    LoginLanes(int waitingMax, Duration timeout) {
        this.waitingMax = waitingMax;
        this.timeoutMillis = timeout.toMillis();
    }

    /**
     * Waits for its turn.
     *
     * @return whether it has come; then {@link #leave} must follow. False where too many wait already, the time is up, or the thread was
     *     interrupted.
     */
    boolean enter(String name) {
        Lane lane;
        synchronized (lanes) {
            lane = lanes.computeIfAbsent(name, fresh -> new Lane());
            if (lane.inside >= waitingMax) {
                return false;
            }
            lane.inside++;
        }
        boolean entered = false;
        try {
            entered = lane.turn.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (!entered) {
                forget(name, lane);
            }
        }
        return entered;
    }

    /** Gives the turn to the next. */
    void leave(String name) {
        synchronized (lanes) {
            Lane lane = lanes.get(name);
            if (lane == null) {
                throw new IllegalStateException("nobody is in this lane");
            }
            lane.turn.release();
            forget(name, lane);
        }
    }

    private void forget(String name, Lane lane) {
        synchronized (lanes) {
            lane.inside--;
            if (lane.inside == 0) {
                lanes.remove(name);
            }
        }
    }

    /** How many lanes have somebody in them. */
    int size() {
        synchronized (lanes) {
            return lanes.size();
        }
    }

    /** How many are in a lane: one whose turn it is, and those who wait. */
    int inside(String name) {
        synchronized (lanes) {
            Lane lane = lanes.get(name);
            return lane == null ? 0 : lane.inside;
        }
    }

    private static final class Lane {
        private final Semaphore turn = new Semaphore(1, true);
        private int inside;
    }
}
