package org.pennypost.sasl;

import java.util.Optional;

/** OAUTHBEARER (RFC 7628) and XOAUTH2: sends a token, and the dummy that a refusal asks for. */
final class BearerClient implements SaslClient {
    private final BearerMessage.Form form;
    private final byte[] message;
    private String refusal = "";
    private boolean sent;

    BearerClient(BearerMessage.Form form, BearerMessage message, ClientChannel channel) {
        this.form = form;
        this.message = Texts.utf8(form.write(message, channel.host(), channel.port()));
    }

    @Override
    public String mechanism() {
        return form.mechanism();
    }

    @Override
    public Optional<byte[]> initialResponse() {
        sent = true;
        return Optional.of(message.clone());
    }

    /** An empty challenge asks for the message, any other says what is wrong with it. */
    @Override
    public byte[] respond(byte[] challenge) throws SaslFailure {
        if (challenge.length == 0 && !sent) {
            sent = true;
            return message.clone();
        }
        if (!refusal.isEmpty()) {
            throw new SaslFailure("the server asks again after it has refused the token");
        }
        try {
            refusal = Texts.utf8(challenge) + " ";
        } catch (BadMessage e) {
            refusal = e.why();
        }
        return Texts.utf8(form.dummy());
    }

    @Override
    public void completed() throws SaslFailure {
        if (!refusal.isEmpty()) {
            throw new SaslFailure("the server has refused the token and then said yes: " + refusal.strip());
        }
    }
}
