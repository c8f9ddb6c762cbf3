package org.pennypost.sasl;

import java.nio.charset.StandardCharsets;

/**
 * What a server keeps of a password for SCRAM (RFC 5802 §3). Whoever steals it can guess the password off-line, at {@code iterations}
 * hashes a guess, and can play the server; logging in with it is not possible. Not for any log.
 *
 * @param salt of this password alone
 * @param iterations at least {@link ScramHash#ITERATIONS_MIN}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record ScramVerifier(ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);

    public ScramVerifier {
        if (salt.length == 0 || iterations < ScramHash.ITERATIONS_MIN) {
            throw new IllegalArgumentException("a verifier has a salt, and at least 4096 iterations");
        }
        if (storedKey.length != hash.bytes() || serverKey.length != hash.bytes()) {
            throw new IllegalArgumentException("keys of " + hash + " have " + hash.bytes() + " bytes");
        }
    }

    /**
     * Computes the verifier of a password, in a time proportional to the iterations.
     *
     * @param password prepared with {@link Saslprep}
     */
    public static ScramVerifier of(ScramHash hash, byte[] password, byte[] salt, int iterations) {
        byte[] salted = hash.salted(password, salt, iterations);
        return new ScramVerifier(hash, salt, iterations, hash.hash(clientKey(hash, salted)), serverKey(hash, salted));
    }

    static byte[] clientKey(ScramHash hash, byte[] saltedPassword) {
        return hash.hmac(saltedPassword, CLIENT_KEY);
    }

    static byte[] serverKey(ScramHash hash, byte[] saltedPassword) {
        return hash.hmac(saltedPassword, SERVER_KEY);
    }

    @Override
    public String toString() {
        return "ScramVerifier[" + hash + ", ...]";
    }
}
