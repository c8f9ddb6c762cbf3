package org.pennypost.delivery;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.pennypost.queue.LimitReached;
import org.pennypost.smtp.Reply;

/** What an account is told that has sent too much: what there is too much of, and when to come again. */
final class LimitReplies {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** RFC 4865 §6 (4); the code that it gives for this, 5.7.16, is another's in the registry. */
    static final Reply TOO_MUCH_HELD_BACK = Reply.of(
            552,
            "5.7.1",
            "As much of yours is held back here as may be; nothing was sent. Send it without HOLDFOR and HOLDUNTIL, or wait until some of it is released.");

    private LimitReplies() {}

    /** 450 where time helps, 550 where it does not. */
    static Reply of(LimitReached limit) {
        String most = "An account here may " + verb(limit) + " in " + (limit.inADay() ? "a day" : "an hour");
        return limit.again()
                .map(again -> Reply.of(
                        450,
                        "4.7.1",
                        most + ", and yours has; nothing was sent. Try again after " + TIME.format(nextMinute(again))
                                + ", or ask the administrator for more."))
                .orElseGet(() -> Reply.of(
                        550,
                        "5.7.1",
                        most + ", and this message alone has more; nothing was sent."
                                + " Send it to fewer, or ask the administrator."));
    }

    private static String verb(LimitReached limit) {
        return switch (limit.counted()) {
            case MESSAGES -> "send " + limit.max() + (limit.max() == 1 ? " message" : " messages");
            case NEW_RECIPIENTS ->
                "write to " + limit.max()
                        + (limit.max() == 1 ? " address" : " addresses")
                        + " that it has never written to before";
        };
    }

    private static Instant nextMinute(Instant time) {
        Instant minute = time.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(time) ? time : minute.plus(1, ChronoUnit.MINUTES);
    }
}
