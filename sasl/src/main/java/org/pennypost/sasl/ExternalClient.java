package org.pennypost.sasl;

import java.util.Optional;

/** EXTERNAL (RFC 4422 appendix A): TLS has proved who this is; all that is said is whom it wants to be, or nothing. */
final class ExternalClient implements SaslClient {
    static final String NAME = "EXTERNAL";

    private final String authorization;

    ExternalClient(String authorization) {
        this.authorization = authorization;
    }

    @Override
    public String mechanism() {
        return NAME;
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.of(Texts.utf8(authorization));
    }

    @Override
    public byte[] respond(byte[] challenge) {
        return Texts.utf8(authorization);
    }
}
