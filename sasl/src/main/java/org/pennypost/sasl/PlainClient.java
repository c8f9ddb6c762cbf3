package org.pennypost.sasl;

import java.util.Optional;

/** PLAIN (RFC 4616 §2): {@code [authzid] NUL authcid NUL passwd} in UTF-8. */
final class PlainClient implements SaslClient {
    static final String NAME = "PLAIN";

    private final byte[] message;

    /** @param authorization whom to act as; empty for oneself */
    PlainClient(String authorization, String name, String password) {
        this.message = Texts.utf8(authorization + "\0" + name + "\0" + password);
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
