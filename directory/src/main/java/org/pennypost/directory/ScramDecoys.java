package org.pennypost.directory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pennypost.sasl.ScramHash;
import org.pennypost.sasl.ScramVerifier;
import org.pennypost.sasl.SharedSecret;

/**
 * Secrets of names that do not exist. SCRAM tells everybody a name's salt before any proof, so a name that does not exist has one, too,
 * and always the same, also after a restart: computed from the name under a key that is in the store. Thread-safe.
 */
final class ScramDecoys {
    static final int KEY_BYTES = 32;
    private static final String HMAC = "HmacSHA512";
    private static final int SALT_BYTES = 16;

    private final SecretKeySpec key;
    private final int iterations;

    ScramDecoys(byte[] key, int iterations) {
        this.key = new SecretKeySpec(key, HMAC);
        this.iterations = iterations;
    }

    /** @param name normalised, so that it has one salt in all spellings, as names that exist have */
    ScramVerifier verifier(ScramHash hash, String name) {
        return new ScramVerifier(
                hash,
                Arrays.copyOf(bytes("salt " + hash, name), SALT_BYTES),
                iterations,
                Arrays.copyOf(bytes("stored " + hash, name), hash.bytes()),
                Arrays.copyOf(bytes("server " + hash, name), hash.bytes()));
    }

    SharedSecret sharedSecret(String name) {
        return new SharedSecret(bytes("shared", name));
    }

    private byte[] bytes(String what, String name) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal((what + "\0" + name).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + HMAC, missing);
        }
    }
}
