package org.pennypost.store;

/** A work put more into its batch than {@link Store#BATCH_BYTES_MAX}. Nothing of it is there; cut up it may fit. */
public final class BatchTooLarge extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BatchTooLarge(String message) {
        super(message);
    }
}
