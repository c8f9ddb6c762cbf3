package org.pennypost.store;

/**
 * A part of the store that is written as one sequence: an account's mail, or one of the system's own tables.
 * Commits to one partition are ordered and atomic; between partitions there is no order.
 *
 * @param number a positive number that is never given out twice; {@link #DIRECTORY} and the others below
 *     {@link #FIRST_ACCOUNT} are the system's own
 */
public record Partition(long number) {
    /** Domains, accounts and credentials. */
    public static final Partition DIRECTORY = new Partition(1);

    private static final long QUEUE = 100;
    private static final int QUEUE_BUCKETS_MAX = 100;

    /** The lowest number that an account can have. */
    public static final long FIRST_ACCOUNT = 1_000;

    public Partition {
        if (number <= 0) {
            throw new IllegalArgumentException("a partition's number is positive, not " + number);
        }
    }

    // What a record has by itself is made at its first call, which took a sixtieth of a start.
    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    /** A bucket of the queue of outbound mail; {@code bucket} is 0 to 99. */
    public static Partition queue(int bucket) {
        if (bucket < 0 || bucket >= QUEUE_BUCKETS_MAX) {
            throw new IllegalArgumentException("the queue has no bucket " + bucket);
        }
        return new Partition(QUEUE + bucket);
    }
}
