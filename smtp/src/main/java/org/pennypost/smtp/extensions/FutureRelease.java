package org.pennypost.smtp.extensions;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.DeliverBy;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.session.SmtpExtension;
import org.pennypost.smtp.session.SmtpSession;

/** FUTURERELEASE (RFC 4865): a message may be held back until its time has come. */
final class FutureRelease implements SmtpExtension {
    private final Offer.FutureRelease offer;

    FutureRelease(Offer.FutureRelease offer) {
        this.offer = offer;
    }

    /** §3 (3): the longest interval in seconds, and the farthest time. */
    @Override
    public Optional<String> ehloLine(SmtpSession session) {
        Instant farthest = offer.clock().instant().plus(offer.longest()).truncatedTo(ChronoUnit.SECONDS);
        return Optional.of("FUTURERELEASE " + offer.longest().toSeconds() + " " + farthest);
    }

    @Override
    public List<EsmtpParameter<?>> mailParameters() {
        return List.of(EnvelopeParameters.HOLDFOR, EnvelopeParameters.HOLDUNTIL);
    }

    /** §4.2 (7) to (11): 501 5.5.4 for what is too far ahead, and for both parameters at once. */
    @Override
    public Optional<Reply> objection(SmtpSession session, MailCommand mail) {
        Optional<Duration> interval = mail.parameters().find(EnvelopeParameters.HOLDFOR);
        Optional<Instant> time = mail.parameters().find(EnvelopeParameters.HOLDUNTIL);
        if (interval.isPresent() && time.isPresent()) {
            return Optional.of(Reply.of(501, "5.5.4", "Give either HOLDFOR or HOLDUNTIL, not both."));
        }
        Instant now = offer.clock().instant();
        if (outlivesDeliverBy(mail, now)) {
            return Optional.of(Reply.of(
                    501,
                    "5.5.4",
                    "The message would be held back for longer than BY gives it; give less, or more to BY."));
        }
        Instant farthest = now.plus(offer.longest());
        boolean tooFar =
                interval.filter(asked -> asked.compareTo(offer.longest()) > 0).isPresent()
                        || time.filter(asked -> asked.isAfter(farthest)).isPresent();
        return tooFar
                ? Optional.of(Reply.of(
                        501,
                        "5.5.4",
                        "A message is held back for no more than "
                                + offer.longest().toSeconds() + " seconds here."))
                : Optional.empty();
    }

    /** §5.2.2: whether it is released after it should have been delivered (RFC 2852), or when it would come back. */
    private static boolean outlivesDeliverBy(MailCommand mail, Instant now) {
        Optional<Instant> until = EnvelopeParameters.heldUntil(mail, now);
        return mail.parameters()
                .find(EnvelopeParameters.BY)
                .filter(by -> until.filter(time -> by.mode() == DeliverBy.Mode.RETURN
                                ? !time.isBefore(now.plusSeconds(by.seconds()))
                                : time.isAfter(now.plusSeconds(by.seconds())))
                        .isPresent())
                .isPresent();
    }
}
