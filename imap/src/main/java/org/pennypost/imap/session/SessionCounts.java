package org.pennypost.imap.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many sessions each account has now. Thread-safe. */
public final class SessionCounts {
    private final int max;
    private final Map<Long, Integer> counts = new ConcurrentHashMap<>();

    /** @param max the most that an account may have */
    public SessionCounts(int max) {
        this.max = max;
    }

    /** Counts one more, unless there are as many as there may be. */
    public boolean enter(long account) {
        boolean[] entered = {false};
        counts.compute(account, (_, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < max;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    /** One that was counted has ended. */
    public void leave(long account) {
        counts.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
    }

    /** How many there are. */
    public int of(long account) {
        return counts.getOrDefault(account, 0);
    }
}
