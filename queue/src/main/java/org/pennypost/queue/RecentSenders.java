package org.pennypost.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pennypost.store.Key;

/**
 * What was seen of the rows of accounts that send just now, so that they are not read again for each message. Bounded, thread-safe.
 *
 * <p>That an account knows a recipient stays true, as those rows are never removed. What it has sent changes, here and on other servers of the
 * store: that is good for an early answer, and only for a moment; what counts is read from the store. After a commit that failed it counts one
 * message too many for that moment.
 */
final class RecentSenders {
    /** For so long a history serves for early answers. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final int ACCOUNTS_MAX = 10_000;
    private static final int KNOWN_MAX = 50_000;

    private record Seen(SendingHistory history, Instant at) {}

    private final Map<Long, Seen> histories = new ConcurrentHashMap<>();
    private final Set<Key> known = ConcurrentHashMap.newKeySet();

    Optional<SendingHistory> history(long account, Instant now) {
        Seen seen = histories.get(account);
        return seen == null || now.isBefore(seen.at) || !now.isBefore(seen.at.plus(FRESH))
                ? Optional.empty()
                : Optional.of(seen.history);
    }

    void saw(long account, SendingHistory history, Instant now) {
        if (histories.size() >= ACCOUNTS_MAX) {
            histories.clear();
        }
        histories.put(account, new Seen(history, now));
    }

    /** @param recipient the key of its row */
    boolean knows(Key recipient) {
        return known.contains(recipient);
    }

    /** Called for rows that were read from the store, not for such as are only to be written. */
    void sawKnown(Key recipient) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.add(recipient);
    }
}
