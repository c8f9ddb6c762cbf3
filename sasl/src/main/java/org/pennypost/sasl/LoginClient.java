package org.pennypost.sasl;

import java.nio.charset.StandardCharsets;

/** LOGIN: the name to the first challenge, the password to the second, whatever they say. There is no standard, only an expired draft. */
final class LoginClient implements SaslClient {
    static final String NAME = "LOGIN";

    private final String name;
    private final String password;
    private int answered;

    LoginClient(String name, String password) {
        this.name = name;
        this.password = password;
    }

    @Override
    public String mechanism() {
        return NAME;
    }

    @Override
    public byte[] respond(byte[] challenge) throws SaslFailure {
        return switch (answered++) {
            case 0 -> name.getBytes(StandardCharsets.UTF_8);
            case 1 -> password.getBytes(StandardCharsets.UTF_8);
            default -> throw new SaslFailure("the server asks a third question, and LOGIN has two");
        };
    }
}
