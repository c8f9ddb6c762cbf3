package org.pennypost.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * An account may not send so much.
 *
 * @param counted what there is too much of
 * @param inADay whether the limit is that of a day, else of an hour
 * @param max the limit
 * @param again from when it may; empty: never, it is too much by itself
 */
public record LimitReached(Counted counted, boolean inADay, int max, Optional<Instant> again) {
    /** What is counted. */
    public enum Counted {
        MESSAGES,
        /** Addresses outside that the account has never written to before. */
        NEW_RECIPIENTS
    }
}
