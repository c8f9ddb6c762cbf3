package org.pennypost.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** PLAIN (RFC 4616 §2): {@code [authzid] NUL authcid NUL passwd} in UTF-8, without an authorization identity. */
final class PlainClient implements SaslClient {
    static final String NAME = "PLAIN";

    private final byte[] message;

    PlainClient(String name, String password) {
        this.message = ("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String mechanism() {
        return NAME;
    }

    @Override
    public Optional<byte[]> initialResponse() {
        return Optional.of(message.clone());
    }

    /** The server's empty challenge, where the initial response could not be sent with the command. */
    @Override
    public byte[] respond(byte[] challenge) {
        return message.clone();
    }
}
