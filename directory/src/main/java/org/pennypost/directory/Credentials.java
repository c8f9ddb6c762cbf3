package org.pennypost.directory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pennypost.sasl.Saslprep;
import org.pennypost.sasl.ScramHash;
import org.pennypost.sasl.ScramVerifier;

/**
 * What is kept of one password: its Argon2id hash, and a verifier for each hash of SCRAM.
 *
 * @param scram one for each {@link ScramHash}
 */
record Credentials(PasswordHash hash, List<ScramVerifier> scram) {
    private static final int SALT_BYTES = 16;

    /** Computes the verifiers of a password in the form of {@link Password}; takes as long as the iterations say. */
    static List<ScramVerifier> scram(byte[] password, int iterations, RandomGenerator random) {
        // Those that SASLprep refuses are taken as they are: a client that does without SASLprep can log in with them.
        byte[] prepared = Saslprep.stored(new String(password, StandardCharsets.UTF_8))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .orElse(password);
        return Arrays.stream(ScramHash.values())
                .map(hash -> {
                    byte[] salt = new byte[SALT_BYTES];
                    random.nextBytes(salt);
                    return ScramVerifier.of(hash, prepared, salt, iterations);
                })
                .toList();
    }
}
