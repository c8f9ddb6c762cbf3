package org.pennypost.sasl;

import java.util.Optional;

/**
 * OAUTHBEARER (RFC 7628) and its forerunner XOAUTH2: one message with a token. What is wrong with a token is told in a challenge, as JSON
 * (§3.2.2), which the client answers with a dummy before it is refused.
 */
final class BearerServer implements SaslServer {
    private final BearerMessage.Form form;
    private final TokenVerifier verifier;
    private final Authenticator authenticator;
    private final SaslChannel channel;
    private boolean refused;

    BearerServer(BearerMessage.Form form, TokenVerifier verifier, Authenticator authenticator, SaslChannel channel) {
        this.form = form;
        this.verifier = verifier;
        this.authenticator = authenticator;
        this.channel = channel;
    }

    @Override
    public String mechanism() {
        return form.mechanism();
    }

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElse(SaslStep.Challenge.EMPTY);
    }

    @Override
    public SaslStep respond(byte[] response) {
        if (refused) {
            return new SaslStep.Failure(SaslStep.Kind.WRONG, "the token is not valid here");
        }
        BearerMessage message;
        try {
            message = form.parse(Texts.utf8(response));
        } catch (BadMessage e) {
            return e.failure();
        }
        return switch (verifier.verify(message.token(), message.user(), channel.peer())) {
            case TokenVerdict.Good(Identity identity) ->
                new Conclusion(authenticator).of(new Outcome.Accepted(identity), message.user(), Optional.empty());
            case TokenVerdict.Later(String reason) -> Conclusion.later(reason);
            case TokenVerdict.Bad bad -> {
                refused = true;
                yield new SaslStep.Challenge(Texts.utf8(form.error(bad)));
            }
        };
    }
}
