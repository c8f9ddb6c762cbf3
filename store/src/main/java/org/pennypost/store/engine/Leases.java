package org.pennypost.store.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.pennypost.store.Store.Lease;

/**
 * The leases of a store that one process has for itself: nothing of them needs to outlive it. Thread-safe.
 */
public final class Leases {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Held> held = new HashMap<>();

    public Leases(InstantSource clock) {
        this.clock = clock;
    }

    /** See {@link org.pennypost.store.Store#lease}. */
    public Optional<Lease> take(String name, Duration time) {
        if (name.isEmpty() || !time.isPositive()) {
            throw new IllegalArgumentException("a lease needs a name and a time, not '" + name + "' for " + time);
        }
        lock.lock();
        try {
            Instant now = clock.instant();
            Held before = held.get(name);
            if (before != null && now.isBefore(before.until)) {
                return Optional.empty();
            }
            Held lease = new Held(name, time, now.plus(time));
            held.put(name, lease);
            return Optional.of(lease);
        } finally {
            lock.unlock();
        }
    }

    private final class Held implements Lease {
        private final String name;
        private final Duration time;
        private Instant until;

        Held(String name, Duration time, Instant until) {
            this.name = name;
            this.time = time;
            this.until = until;
        }

        @Override
        public boolean renew() {
            lock.lock();
            try {
                Instant now = clock.instant();
                if (held.get(name) != this || !now.isBefore(until)) {
                    return false;
                }
                until = now.plus(time);
                return true;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                held.remove(name, this);
            } finally {
                lock.unlock();
            }
        }
    }
}
