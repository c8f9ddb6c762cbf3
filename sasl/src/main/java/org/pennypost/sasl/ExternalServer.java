package org.pennypost.sasl;

import java.util.Optional;

/** EXTERNAL (RFC 4422 appendix A): the client has proved itself in TLS already, and says whom it wants to be, or nothing. */
final class ExternalServer implements SaslServer {
    private final CertificateMapper mapper;
    private final Authenticator authenticator;
    private final SaslChannel channel;

    ExternalServer(CertificateMapper mapper, Authenticator authenticator, SaslChannel channel) {
        this.mapper = mapper;
        this.authenticator = authenticator;
        this.channel = channel;
    }

    @Override
    public String mechanism() {
        return ExternalClient.NAME;
    }

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElse(SaslStep.Challenge.EMPTY);
    }

    @Override
    public SaslStep respond(byte[] response) {
        String authorization;
        try {
            authorization = Texts.utf8(response);
            if (authorization.indexOf('\0') >= 0) {
                throw new BadMessage("an identity holds no NUL");
            }
        } catch (BadMessage e) {
            return e.failure();
        }
        return channel.certificate()
                .map(certificate -> concluded(mapper.owner(certificate, authorization, channel.peer()), authorization))
                .orElse(new SaslStep.Failure(SaslStep.Kind.WRONG, "the client has no certificate in TLS"));
    }

    private SaslStep concluded(Outcome outcome, String authorization) {
        return outcome instanceof Outcome.Rejected
                ? new SaslStep.Failure(SaslStep.Kind.WRONG, "the certificate opens no account here")
                : new Conclusion(authenticator).of(outcome, authorization, Optional.empty());
    }
}
