package org.pennypost.sasl;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** PLAIN (RFC 4616): {@code [authzid] NUL authcid NUL passwd} in UTF-8, in one message. */
final class PlainServer implements SaslServer {
    private final Authenticator authenticator;
    private final InetAddress peer;

    PlainServer(Authenticator authenticator, InetAddress peer) {
        this.authenticator = authenticator;
        this.peer = peer;
    }

    @Override
    public String mechanism() {
        return PlainClient.NAME;
    }

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElse(SaslStep.Challenge.EMPTY);
    }

    @Override
    public SaslStep respond(byte[] response) {
        byte[] password = new byte[0];
        try {
            int first = nul(response, 0);
            int second = nul(response, first + 1);
            if (nulOrEnd(response, second + 1) < response.length) {
                throw new BadMessage("PLAIN has three parts, with a NUL between them, and here are more");
            }
            String authorization = Texts.utf8(response, 0, first);
            String name = Texts.utf8(response, first + 1, second);
            Texts.utf8(response, second + 1, response.length);
            password = Arrays.copyOfRange(response, second + 1, response.length);
            if (name.isEmpty() || password.length == 0) {
                throw new BadMessage("neither the name nor the password may be empty");
            }
            return new Conclusion(authenticator)
                    .of(authenticator.verify(name, password, peer), authorization, Optional.empty());
        } catch (BadMessage e) {
            return e.failure();
        } finally {
            Arrays.fill(password, (byte) 0);
            Arrays.fill(response, (byte) 0);
        }
    }

    private static int nul(byte[] message, int from) throws BadMessage {
        int at = nulOrEnd(message, from);
        if (at == message.length) {
            throw new BadMessage("PLAIN has three parts, with a NUL between them: an identity to act as or nothing,"
                    + " the name, the password");
        }
        return at;
    }

    private static int nulOrEnd(byte[] message, int from) {
        int at = from;
        while (at < message.length && message[at] != 0) {
            at++;
        }
        return at;
    }
}
