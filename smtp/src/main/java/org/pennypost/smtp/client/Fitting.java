package org.pennypost.smtp.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.DeliverBy;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Reply;

/** What a server offers, held against what a message needs: the form in which it can be sent, or why it cannot. All of it is known before a byte is sent. */
final class Fitting {
    private static final Set<EsmtpParameter<?>> DSN = Set.of(
            EnvelopeParameters.RET, EnvelopeParameters.ENVID, EnvelopeParameters.NOTIFY, EnvelopeParameters.ORCPT);
    private static final Set<EsmtpParameter<?>> FUTURE_RELEASE =
            Set.of(EnvelopeParameters.HOLDFOR, EnvelopeParameters.HOLDUNTIL);

    private final Capabilities capabilities;
    private final boolean trustedTls;

    /** @param trustedTls whether the session is inside TLS with a server whose certificate was verified */
    Fitting(Capabilities capabilities, boolean trustedTls) {
        this.capabilities = capabilities;
        this.trustedTls = trustedTls;
    }

    /** What became of it. */
    sealed interface Result {
        /** It can be sent so. */
        record Fits(OutgoingMessage message) implements Result {}

        /** This server cannot take it. */
        record Lacks(Reply reply) implements Result {}
    }

    Result fit(OutgoingMessage wanted) throws IOException {
        Optional<Reply> promise = brokenPromise(wanted);
        if (promise.isPresent()) {
            return new Result.Lacks(promise.get());
        }
        OutgoingMessage message = wanted;
        if (message.needsSmtpUtf8()) {
            message = capabilities.offers("SMTPUTF8") ? message.withUnicodeDomains() : message.withAsciiDomains();
        }
        if (!canCarry(message)) {
            message = message.sevenBit().orElse(message);
        }
        return lacking(message).<Result>map(Result.Lacks::new).orElse(new Result.Fits(message));
    }

    private boolean canCarry(OutgoingMessage message) {
        boolean body = switch (message.body()) {
            case SEVEN_BIT -> true;
            case EIGHT_BIT_MIME -> capabilities.offers("8BITMIME") && message.labelled();
            case BINARY_MIME -> capabilities.offers("BINARYMIME") && capabilities.offers("CHUNKING");
        };
        return body && (!message.utf8Header() || capabilities.offers("SMTPUTF8"));
    }

    private Optional<Reply> lacking(OutgoingMessage message) {
        if (message.needsSmtpUtf8() && !capabilities.offers("SMTPUTF8")) {
            // RFC 6531 §3.5: an internationalized message MUST NOT be sent there.
            return lack(
                    550,
                    "5.6.7",
                    "The server does not offer SMTPUTF8, and an address or a header field of the message is not ASCII.");
        }
        if (!canCarry(message) && message.body() == Body.BINARY_MIME) {
            // RFC 3030 §3: binary data MUST NOT be sent there under any circumstances.
            return lack(
                    554,
                    "5.6.3",
                    "The server does not offer BINARYMIME, and the message is binary; encode it in base64.");
        }
        if (message.body() == Body.EIGHT_BIT_MIME && !message.labelled()) {
            // RFC 5321 §2.4: 8BITMIME MUST NOT be requested for what is no MIME.
            return lack(
                    554,
                    "5.6.3",
                    "The message has octets above 127 and no field MIME-Version, so no server can be asked to take it; add the fields of MIME.");
        }
        if (!canCarry(message)) {
            // RFC 6152 §3: convert to 7bit or give up.
            return lack(
                    554,
                    "5.6.3",
                    "The server does not offer 8BITMIME, and the message has octets above 127; encode it in quoted-printable or base64.");
        }
        OptionalLong octetsMax = capabilities.sizeOctetsMax();
        if (octetsMax.isPresent() && message.sizeOctets() > octetsMax.getAsLong()) {
            // RFC 1870 §7: what exceeds the fixed maximum need not be tried.
            return lack(
                    552,
                    "5.3.4",
                    "The message has " + message.sizeOctets() + " octets; the server takes at most "
                            + octetsMax.getAsLong() + ".");
        }
        return Optional.empty();
    }

    /** What the sender was promised, and this server could not keep. */
    private Optional<Reply> brokenPromise(OutgoingMessage message) {
        EsmtpParameters parameters = message.parameters();
        // RFC 8689 §5: a notification goes on all the same, without the parameter.
        if (parameters.has(EnvelopeParameters.REQUIRETLS)
                && message.from().mailbox().isPresent()) {
            if (!trustedTls) {
                return lack(
                        550,
                        "5.7.10",
                        "The message asks for REQUIRETLS, and there is no TLS here with a certificate that can be trusted.");
            }
            if (!capabilities.offers("REQUIRETLS")) {
                return lack(550, "5.7.30", "The message asks for REQUIRETLS, which the server does not offer.");
            }
        }
        boolean byReturn = parameters
                .find(EnvelopeParameters.BY)
                .filter(by -> by.mode() == DeliverBy.Mode.RETURN)
                .isPresent();
        if (byReturn && !capabilities.offers("DELIVERBY")) {
            // RFC 2852 §4.1.4.1: such a message MUST NOT be relayed there.
            return lack(
                    550,
                    "5.3.3",
                    "The message is to be returned when its time has passed, and the server does not offer DELIVERBY.");
        }
        OptionalLong least = capabilities.deliverBySecondsMin();
        if (byReturn
                && least.isPresent()
                && parameters.find(EnvelopeParameters.BY).orElseThrow().seconds() < least.getAsLong()) {
            // RFC 2852 §4.1.4.1: nor there.
            return lack(
                    550,
                    "5.4.7",
                    "The message is to be returned before the " + least.getAsLong()
                            + " seconds have passed that the server asks for.");
        }
        return FUTURE_RELEASE.stream().anyMatch(parameters::has) ? notHeld(message) : Optional.empty();
    }

    /** Why this server would not hold it back as it asks (RFC 4865 §4.1, §5.1.1, §5.2.1). */
    private Optional<Reply> notHeld(OutgoingMessage message) {
        if (!capabilities.offers("FUTURERELEASE")) {
            return lack(550, "5.3.3", "The message is to be held back, and the server does not offer FUTURERELEASE.");
        }
        if (message.from().mailbox().isEmpty()) {
            return lack(554, "5.5.4", "A notification, which has no sender, is not held back.");
        }
        Optional<Duration> interval = message.parameters().find(EnvelopeParameters.HOLDFOR);
        Optional<Instant> time = message.parameters().find(EnvelopeParameters.HOLDUNTIL);
        if (interval.isPresent() && time.isPresent()) {
            return lack(554, "5.5.4", "The message is to be held back by HOLDFOR or by HOLDUNTIL, not by both.");
        }
        OptionalLong longest = capabilities.holdSecondsMax();
        Optional<Instant> farthest = capabilities.holdUntilMax();
        boolean tooLong = (longest.isPresent()
                        && interval.filter(asked -> asked.toSeconds() > longest.getAsLong())
                                .isPresent())
                || time.filter(asked -> farthest.filter(asked::isAfter).isPresent())
                        .isPresent();
        if (tooLong) {
            return lack(554, "5.5.4", "The message is to be held back for longer than the server holds any.");
        }
        boolean outlives = message.parameters()
                .find(EnvelopeParameters.BY)
                .filter(by -> interval.filter(asked -> asked.toSeconds() >= by.seconds())
                        .isPresent())
                .isPresent();
        return outlives
                ? lack(554, "5.5.4", "The message is to be held back until after BY wants it delivered.")
                : Optional.empty();
    }

    private static Optional<Reply> lack(int code, String status, String text) {
        return Optional.of(Reply.of(code, status, text));
    }

    /** @return whether the server knows the parameter; what it does not know is left out, where nobody was promised more */
    boolean knows(EsmtpParameter<?> parameter) {
        if (DSN.contains(parameter)) {
            return capabilities.offers("DSN");
        }
        if (FUTURE_RELEASE.contains(parameter)) {
            return capabilities.offers("FUTURERELEASE");
        }
        if (parameter.equals(EnvelopeParameters.REQUIRETLS)) {
            return trustedTls && capabilities.offers("REQUIRETLS");
        }
        if (parameter.equals(EnvelopeParameters.BY)) {
            return capabilities.offers("DELIVERBY");
        }
        if (parameter.equals(MailCommand.AUTH)) {
            return capabilities.offers("AUTH");
        }
        return capabilities.offers(parameter.keyword());
    }
}
