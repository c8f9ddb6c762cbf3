package org.pennypost.mailbox;

import org.pennypost.store.Partition;

/**
 * An account: the number of the partition that holds its mail. Never given out twice.
 *
 * @param number at least {@link Partition#FIRST_ACCOUNT}
 */
public record AccountId(long number) {
    public AccountId {
        if (number < Partition.FIRST_ACCOUNT) {
            throw new IllegalArgumentException(
                    "an account's number is at least " + Partition.FIRST_ACCOUNT + ", not " + number);
        }
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number); // as in Partition: a record's own is made at its first call
    }

    Partition partition() {
        return new Partition(number);
    }
}
