package org.pennypost.mailbox;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.thread.ThreadKey;
import org.pennypost.store.StoreException;

/**
 * What whole mailboxes are sorted, threaded and searched by, of one content. It never changes, and takes a hundredth of what a projection takes, so it is remembered
 * ({@link Account#glance}) where reading the projections of 100,000 messages took most of the time.
 *
 * @param dated whether there is a Date field that can be read; else the next two are 0
 * @param sentSeconds that date in seconds since 1970
 * @param zoneSeconds its zone's offset from UTC, east is positive
 * @param subject {@link org.pennypost.mailbox.thread.ThreadMessage#subject}
 */
public record Glance(boolean dated, long sentSeconds, int zoneSeconds, long subject) {
    /** That of a message about which nothing is known. */
    public static final Glance NONE = new Glance(false, 0, 0, ThreadKey.NONE);

    private static final long DAY_SECONDS = 86_400;

    static Glance of(Projection projection) throws StoreException {
        Optional<OffsetDateTime> sent = projection.sent();
        long subject = projection.threadKeys().subject();
        return sent.isEmpty()
                ? new Glance(false, 0, 0, subject)
                : new Glance(
                        true, sent.get().toEpochSecond(), sent.get().getOffset().getTotalSeconds(), subject);
    }

    /** The sent date of RFC 5256 §2.2 in seconds since 1970: of the Date field, or else of arrival. */
    public long sentSeconds(long arrivalSeconds) {
        return dated ? sentSeconds : arrivalSeconds;
    }

    /** The day of the Date field where it was written, in days since 1970 (RFC 9051 §6.4.4 SENTON disregards time and zone). */
    public long sentDay() {
        return Math.floorDiv(sentSeconds + zoneSeconds, DAY_SECONDS);
    }
}
