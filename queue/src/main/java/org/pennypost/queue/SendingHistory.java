package org.pennypost.queue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account has sent in the last hour and day. Immutable. Written as the hour's {@link Tally}, then the day's. */
record SendingHistory(Tally hour, Tally day) {
    static final SendingHistory NONE =
            new SendingHistory(new Tally(Tally.Span.HOUR, List.of()), new Tally(Tally.Span.DAY, List.of()));

    private static final Comparator<LimitReached> BY_TIME =
            Comparator.comparing(reached -> reached.again().orElse(Instant.MAX));

    SendingHistory plus(Instant now, int messages, int newRecipients) {
        return new SendingHistory(hour.plus(now, messages, newRecipients), day.plus(now, messages, newRecipients));
    }

    /** Which limit stands against so much more now; the one that stands longest, if several do. */
    Optional<LimitReached> against(SendingLimits limits, Instant now, int messages, int newRecipients) {
        return Stream.of(
                        against(now, hour, LimitReached.Counted.MESSAGES, messages, limits.messagesPerHourMax()),
                        against(now, day, LimitReached.Counted.MESSAGES, messages, limits.messagesPerDayMax()),
                        against(
                                now,
                                hour,
                                LimitReached.Counted.NEW_RECIPIENTS,
                                newRecipients,
                                limits.newRecipientsPerHourMax()),
                        against(
                                now,
                                day,
                                LimitReached.Counted.NEW_RECIPIENTS,
                                newRecipients,
                                limits.newRecipientsPerDayMax()))
                .flatMap(Optional::stream)
                .max(BY_TIME);
    }

    private static Optional<LimitReached> against(
            Instant now, Tally tally, LimitReached.Counted counted, int more, int max) {
        if (more == 0) {
            return Optional.empty();
        }
        Optional<Instant> room = tally.roomAt(now, counted, more, max);
        return room.equals(Optional.of(now))
                ? Optional.empty()
                : Optional.of(new LimitReached(counted, tally.span() == Tally.Span.DAY, max, room));
    }

    byte[] write(byte version) {
        ByteBuffer out = ByteBuffer.allocate(1 + hour.octets() + day.octets()).put(version);
        hour.write(out);
        day.write(out);
        return out.array();
    }

    static SendingHistory read(ByteBuffer in) {
        return new SendingHistory(Tally.read(Tally.Span.HOUR, in), Tally.read(Tally.Span.DAY, in));
    }
}
