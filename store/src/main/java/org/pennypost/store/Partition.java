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

    /** The lowest number that an account can have. */
    public static final long FIRST_ACCOUNT = 1_000;

    public Partition {
        if (number <= 0) {
            throw new IllegalArgumentException("a partition's number is positive, not " + number);
        }
    }
}
