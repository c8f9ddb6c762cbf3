package org.pennypost.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.sasl.SaslServer;
import org.pennypost.sasl.SaslStep;
import org.pennypost.smtp.Logins;
import org.pennypost.smtp.SmtpPeer;

/** Joins SMTP's AUTH to the mechanisms of {@code sasl}, which know no protocol. */
final class SmtpLogins implements Logins {
    private final Mechanisms mechanisms;
    private final boolean outsideTls;

    /** @param outsideTls whether a login may happen without TLS: in the lab alone */
    SmtpLogins(Mechanisms mechanisms, boolean outsideTls) {
        this.mechanisms = mechanisms;
        this.outsideTls = outsideTls;
    }

    @Override
    public List<String> mechanisms(SmtpPeer peer) {
        return mechanisms.offered(channel(peer));
    }

    @Override
    public Optional<Exchange> begin(String mechanism, SmtpPeer peer) {
        return mechanisms.begin(mechanism, channel(peer)).map(SmtpLogins::exchange);
    }

    private SaslChannel channel(SmtpPeer peer) {
        return peer.tls()
                .map(tls -> SaslChannel.secured(
                        peer.remote().getAddress(), tls.channelBindings(), tls::channelBinding, tls.peerCertificate()))
                .orElseGet(() -> SaslChannel.plain(peer.remote().getAddress(), outsideTls));
    }

    private static Exchange exchange(SaslServer server) {
        return new Exchange() {
            @Override
            public Step begin(Optional<byte[]> initialResponse) {
                return step(server.start(initialResponse));
            }

            @Override
            public Step respond(byte[] response) {
                return step(server.respond(response));
            }
        };
    }

    private static Step step(SaslStep step) {
        return switch (step) {
            case SaslStep.Challenge challenge -> new Step.Challenge(challenge.bytes());
            case SaslStep.Success success ->
                new Step.Accepted(success.identity(), success.data().orElse(new byte[0]));
            case SaslStep.Failure failure -> new Step.Refused(cause(failure.kind()), sentence(failure.text()));
        };
    }

    private static Cause cause(SaslStep.Kind kind) {
        return switch (kind) {
            case WRONG, NOT_AUTHORIZED -> Cause.CREDENTIALS;
            case BLOCKED -> Cause.BLOCKED;
            case MALFORMED -> Cause.MALFORMED;
            case TEMPORARY -> Cause.TEMPORARY;
        };
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
