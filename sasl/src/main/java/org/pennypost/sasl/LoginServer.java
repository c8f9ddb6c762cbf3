package org.pennypost.sasl;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** LOGIN: asks for the name, then for the password. There is no standard; the prompts are those that all programs know. */
final class LoginServer implements SaslServer {
    private static final SaslStep.Challenge NAME = new SaslStep.Challenge(Texts.utf8("Username:"));
    private static final SaslStep.Challenge PASSWORD = new SaslStep.Challenge(Texts.utf8("Password:"));

    private final Authenticator authenticator;
    private final InetAddress peer;
    private String name = "";

    LoginServer(Authenticator authenticator, InetAddress peer) {
        this.authenticator = authenticator;
        this.peer = peer;
    }

    @Override
    public String mechanism() {
        return LoginClient.NAME;
    }

    /** Lenient: with the command, many programs send the name. */
    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse
                .filter(sent -> sent.length > 0)
                .map(this::respond)
                .orElse(NAME);
    }

    @Override
    public boolean isClientFirst() {
        return false;
    }

    @Override
    public SaslStep respond(byte[] response) {
        try {
            if (response.length == 0) {
                throw new BadMessage("neither the name nor the password may be empty");
            }
            if (name.isEmpty()) {
                name = Texts.utf8(response);
                return PASSWORD;
            }
            Texts.utf8(response);
            return new Conclusion(authenticator).of(authenticator.verify(name, response, peer), "", Optional.empty());
        } catch (BadMessage e) {
            return e.failure();
        } finally {
            Arrays.fill(response, (byte) 0);
        }
    }
}
