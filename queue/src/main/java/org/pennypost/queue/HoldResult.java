package org.pennypost.queue;

/** What became of a message that was to be held. */
public sealed interface HoldResult {
    /** It is in the queue, durably. */
    record Held(QueueId id) implements HoldResult {}

    /** It is not: its account has sent too much. */
    record OverLimit(LimitReached limit) implements HoldResult {}

    /** It is not: so much is held back for its account already (RFC 4865 §6). */
    record TooMuchHeldBack() implements HoldResult {}
}
