package org.pennypost.sasl;

import java.util.Optional;

/** Sends the data of a success as a challenge first (RFC 4422 §3.6). */
final class DataAsChallenge implements SaslServer {
    private final SaslServer inner;
    private Optional<Identity> proven = Optional.empty();

    DataAsChallenge(SaslServer inner) {
        this.inner = inner;
    }

    @Override
    public String mechanism() {
        return inner.mechanism();
    }

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return unfold(inner.start(initialResponse));
    }

    @Override
    public boolean isClientFirst() {
        return inner.isClientFirst();
    }

    @Override
    public SaslStep respond(byte[] response) {
        if (proven.isEmpty()) {
            return unfold(inner.respond(response));
        }
        return response.length == 0
                ? new SaslStep.Success(proven.get(), Optional.empty())
                : new SaslStep.Failure(SaslStep.Kind.MALFORMED, "the last answer of this mechanism is empty");
    }

    @Override
    public SaslServer withDataAsChallenge() {
        return this;
    }

    private SaslStep unfold(SaslStep step) {
        if (step instanceof SaslStep.Success(Identity identity, Optional<byte[]> data) && data.isPresent()) {
            proven = Optional.of(identity);
            return new SaslStep.Challenge(data.get());
        }
        return step;
    }
}
