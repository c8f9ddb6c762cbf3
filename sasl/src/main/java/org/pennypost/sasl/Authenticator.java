package org.pennypost.sasl;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Knows names and secrets: the port through which the protocols ask the directory. Thread-safe. Names that exist and names that do not
 * are answered alike.
 */
public interface Authenticator {
    /**
     * Checks a password; may take tens of milliseconds.
     *
     * @param name as the client sent it
     * @param password as the client sent it, in UTF-8; neither kept nor changed
     * @param peer the client's address, for those who guess
     */
    Outcome verify(String name, byte[] password, InetAddress peer);

    /** For which hashes every account has a {@link ScramVerifier}; SCRAM is offered with these only. */
    default Set<ScramHash> scramHashes() {
        return Set.of();
    }

    /**
     * What SCRAM needs to check somebody (RFC 5802 §3). A name that does not exist has a verifier, too: always the same, and of no
     * password.
     */
    default Lookup<ScramVerifier> scram(ScramHash hash, String name, InetAddress peer) {
        return new Lookup.Later<>("SCRAM is not to be had here");
    }

    /** Whether any account has asked for CRAM-MD5 and APOP, whose secrets have to be kept readable. */
    default boolean keepsSharedSecrets() {
        return false;
    }

    /** What CRAM-MD5 and APOP need. Names that do not exist, and accounts that have not asked, have a secret that nobody knows. */
    default Lookup<SharedSecret> sharedSecret(String name, InetAddress peer) {
        return new Lookup.Later<>("CRAM-MD5 and APOP are not to be had here");
    }

    /**
     * Whether somebody may act as another.
     *
     * @param login who has proved to be it
     * @param authorization whom the client wants to be, as it wrote it; never empty
     * @return empty if not
     */
    default Optional<Identity> actAs(Identity login, String authorization) {
        return authorization.equals(login.address()) ? Optional.of(login) : Optional.empty();
    }
}
