package org.pennypost.pop3;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** When each account logged in last, for as long as it may not again (RFC 2449 §6.5). Thread-safe. */
final class LoginDelays {
    private final Duration delay;
    /** In the order of the logins, the oldest first. */
    private final SequencedMap<Long, Instant> last = new LinkedHashMap<>();

    /** @param delay zero for none */
    LoginDelays(Duration delay) {
        this.delay = delay;
    }

    /** Counts a login, unless it comes too early: that one is as if it had not been. */
    synchronized boolean admits(long account, Instant now) {
        if (delay.isZero()) {
            return true;
        }
        while (!last.isEmpty() && !last.firstEntry().getValue().plus(delay).isAfter(now)) {
            last.pollFirstEntry();
        }
        return last.putIfAbsent(account, now) == null;
    }
}
