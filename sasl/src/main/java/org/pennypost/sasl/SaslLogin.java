package org.pennypost.sasl;

/**
 * With what a client logs in.
 *
 * @param name who it is; may be empty with a token or a certificate that says it
 * @param proof what shows that
 * @param authorization whom it wants to act as; empty for itself (RFC 4422 §2)
 */
public record SaslLogin(String name, Proof proof, String authorization) {
    /** What shows that somebody is who they say. */
    public sealed interface Proof {
        record Password(String text) implements Proof {
            @Override
            public String toString() {
                return "Password[...]";
            }
        }

        /** A bearer token (RFC 6750), without {@code Bearer}. */
        record Token(String text) implements Proof {
            @Override
            public String toString() {
                return "Token[...]";
            }
        }

        /** The certificate that TLS has shown already. */
        record Certificate() implements Proof {}
    }

    public static SaslLogin password(String name, String password) {
        return new SaslLogin(name, new Proof.Password(password), "");
    }

    public static SaslLogin token(String name, String token) {
        return new SaslLogin(name, new Proof.Token(token), "");
    }

    public static SaslLogin certificate() {
        return new SaslLogin("", new Proof.Certificate(), "");
    }

    /** The same, acting as somebody else. */
    public SaslLogin as(String other) {
        return new SaslLogin(name, proof, other);
    }
}
