package org.pennypost.sasl;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The client's side of one authentication exchange (RFC 4422 §3), in bytes: how they travel (base64, continuation lines) is the
 * protocol's matter. Used once, by one thread.
 */
public interface SaslClient {
    /** The mechanism's registered name. */
    String mechanism();

    /** What may be sent with the command itself; empty where the server speaks first. */
    Optional<byte[]> initialResponse();

    /**
     * Answers a challenge.
     *
     * @throws SaslFailure if the mechanism has no answer to it: the exchange is to be cancelled
     */
    byte[] respond(byte[] challenge) throws SaslFailure;

    /**
     * The best mechanism for a name and a password among those that a server offers.
     *
     * @param offered the names as the server lists them, in any case
     * @return empty if none of them is known here
     * @throws SaslFailure if name or password cannot be sent with any mechanism
     */
    static Optional<SaslClient> choose(Collection<String> offered, String name, String password) throws SaslFailure {
        List<String> names =
                offered.stream().map(word -> word.toUpperCase(Locale.ROOT)).toList();
        if (name.indexOf('\0') >= 0 || password.indexOf('\0') >= 0) {
            throw new SaslFailure("neither a name nor a password may hold a NUL (RFC 4616 §2)");
        }
        if (name.isEmpty() || password.isEmpty()) {
            throw new SaslFailure("neither a name nor a password may be empty (RFC 4616 §2)");
        }
        if (names.contains(PlainClient.NAME)) {
            return Optional.of(new PlainClient(name, password));
        }
        if (names.contains(LoginClient.NAME)) {
            return Optional.of(new LoginClient(name, password));
        }
        return Optional.empty();
    }
}
