package org.pennypost.sasl;

import java.util.Optional;

/**
 * The server's side of one authentication exchange (RFC 4422 §3), in bytes: how they travel (base64, continuation lines, the {@code *}
 * that cancels) is the protocol's matter. Made by {@link Mechanisms#begin}. Used once, by one thread, and forgotten when the client
 * cancels: what is given up half-way leaves nothing behind.
 *
 * <p>Life: {@link #start} once, then {@link #respond} after each {@link SaslStep.Challenge}, until a step is none.
 */
public interface SaslServer {
    /** The mechanism's registered name. */
    String mechanism();

    /**
     * Begins.
     *
     * @param initialResponse what came with the command, decoded; an empty one ({@code =} in most protocols) is present and has no bytes
     */
    SaslStep start(Optional<byte[]> initialResponse);

    /** Whether the client speaks first, and so may do it with the command already (RFC 4422 §3). */
    default boolean isClientFirst() {
        return true;
    }

    /** Goes on with the client's answer, which may be overwritten: it can be a password. */
    SaslStep respond(byte[] response);

    /**
     * The same exchange for a protocol whose answer to success has no room for data, which are most (RFC 4422 §3.6): the data goes out
     * as one challenge more, and the client's answer to that has to be empty.
     */
    default SaslServer withDataAsChallenge() {
        return new DataAsChallenge(this);
    }
}
