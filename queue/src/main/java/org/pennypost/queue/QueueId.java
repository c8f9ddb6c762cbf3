package org.pennypost.queue;

import java.util.Locale;
import java.util.Optional;

/**
 * The number of a message in the queue: never given to another message of this store. People see it as {@code Q} and a number in base 36,
 * in any case of letters.
 *
 * @param number positive; its remainder by {@link Queue#BUCKETS} is the bucket that holds the message
 */
public record QueueId(long number) implements Comparable<QueueId> {
    private static final String MARK = "Q";

    public QueueId {
        if (number <= 0) {
            throw new IllegalArgumentException("a queue id is positive, not " + number);
        }
    }

    static QueueId of(int bucket, long sequence) {
        return new QueueId(sequence * Queue.BUCKETS + bucket);
    }

    int bucket() {
        return (int) (number % Queue.BUCKETS);
    }

    /** Reads what {@link #toString} writes; empty if it is nothing of the kind. */
    public static Optional<QueueId> parse(String text) {
        if (!text.regionMatches(true, 0, MARK, 0, 1)) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(text, 1, text.length(), Character.MAX_RADIX);
            return number > 0 ? Optional.of(new QueueId(number)) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(QueueId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return MARK + Long.toString(number, Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    }
}
