package org.pennypost.sasl;

import java.net.InetAddress;

/** Knows bearer tokens (RFC 6750): the port of OAUTHBEARER and XOAUTH2. Thread-safe. */
@FunctionalInterface
public interface TokenVerifier {
    /**
     * Checks a token; may ask somebody else, and wait for it.
     *
     * @param token as the client sent it, without {@code Bearer}
     * @param user whom the client wants to be, as it wrote it; empty if the token alone says it
     * @param peer the client's address, for those who guess
     */
    TokenVerdict verify(String token, String user, InetAddress peer);
}
