package org.pennypost.sasl;

import java.util.Optional;

/** How the mechanisms of a server end. */
final class Conclusion {
    private final Authenticator authenticator;

    Conclusion(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * What an outcome means for the client.
     *
     * @param authorization whom it wants to be; empty for itself
     * @param data for {@link SaslStep.Success}
     */
    SaslStep of(Outcome outcome, String authorization, Optional<byte[]> data) {
        return switch (outcome) {
            case Outcome.Accepted(Identity identity) ->
                (authorization.isEmpty() ? Optional.of(identity) : authenticator.actAs(identity, authorization))
                        .<SaslStep>map(who -> new SaslStep.Success(who, data))
                        .orElseGet(() -> new SaslStep.Failure(
                                SaslStep.Kind.NOT_AUTHORIZED, "this account may not act as the one that it asks for"));
            case Outcome.Rejected _ -> WRONG;
            case Outcome.Blocked(String reason) -> new SaslStep.Failure(SaslStep.Kind.BLOCKED, reason);
            case Outcome.TemporarilyUnavailable(String reason) -> later(reason);
        };
    }

    static final SaslStep.Failure WRONG =
            new SaslStep.Failure(SaslStep.Kind.WRONG, "the name or the password is wrong");

    static SaslStep.Failure later(String reason) {
        return new SaslStep.Failure(SaslStep.Kind.TEMPORARY, reason);
    }
}
