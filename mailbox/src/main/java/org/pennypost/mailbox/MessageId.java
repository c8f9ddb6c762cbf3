package org.pennypost.mailbox;

/**
 * A message of an account, or the content that a message shares with its copies (the EMAILID of RFC 8474 §5.1: the number of the
 * first message that had it). Kept when the message moves; never given out twice in the account.
 *
 * @param number positive
 */
public record MessageId(long number) implements Comparable<MessageId> {
    public MessageId {
        if (number < 1) {
            throw new IllegalArgumentException("a message's number is positive, not " + number);
        }
    }

    @Override
    public int compareTo(MessageId other) {
        return Long.compare(number, other.number);
    }
}
