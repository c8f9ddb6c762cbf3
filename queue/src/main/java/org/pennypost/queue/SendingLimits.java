package org.pennypost.queue;

/**
 * How much one account may send. A password that was stolen is used to write to strangers, quickly: the numbers let people work and
 * thieves not.
 *
 * @param messagesPerHourMax messages in any hour, each counted once whatever recipients it has
 * @param messagesPerDayMax messages in any day
 * @param newRecipientsPerHourMax addresses outside, in any hour, that the account has never written to before
 * @param newRecipientsPerDayMax such addresses in any day
 */
public record SendingLimits(
        int messagesPerHourMax, int messagesPerDayMax, int newRecipientsPerHourMax, int newRecipientsPerDayMax) {

    public SendingLimits {
        if (messagesPerHourMax < 0
                || messagesPerDayMax < 0
                || newRecipientsPerHourMax < 0
                || newRecipientsPerDayMax < 0) {
            throw new IllegalArgumentException("a limit is not negative");
        }
    }
}
