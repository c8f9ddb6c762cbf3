package org.pennypost.sasl;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The client's side of one authentication exchange (RFC 4422 §3), in bytes: how they travel (base64, continuation lines) is the
 * protocol's matter. Used once, by one thread.
 *
 * <p>Life: {@link #initialResponse} if it can be sent with the command; {@link #respond} for each challenge; {@link #completed} when the
 * server has said yes.
 */
public interface SaslClient {
    /** The mechanism's registered name. */
    String mechanism();

    /** What may be sent with the command itself; empty where the server speaks first. Not asked for where it cannot be sent. */
    default Optional<byte[]> initialResponse() {
        return Optional.empty();
    }

    /**
     * Answers a challenge. Data that comes with the server's yes is one, too; its answer is not sent.
     *
     * @throws SaslFailure if the mechanism has no answer to it: the exchange is to be cancelled
     */
    byte[] respond(byte[] challenge) throws SaslFailure;

    /**
     * The server has said yes.
     *
     * @throws SaslFailure if it may not: with SCRAM a server that has not proved that it knows the password is not to be trusted, and the
     *     connection to be closed
     */
    default void completed() throws SaslFailure {}

    /**
     * The best mechanism for a name and a password among those that a server offers, where nothing is known of the channel. SCRAM is used
     * without channel binding.
     *
     * @param offered the names as the server lists them, in any case
     * @return empty if none of them is known here
     * @throws SaslFailure if name or password cannot be sent with any mechanism
     */
    static Optional<SaslClient> choose(Collection<String> offered, String name, String password) throws SaslFailure {
        return choose(offered, SaslLogin.password(name, password), ClientChannel.unbound(true));
    }

    /**
     * The strongest mechanism among those that a server offers: for a password SCRAM with channel binding, SCRAM, and inside TLS PLAIN,
     * LOGIN, CRAM-MD5; without TLS CRAM-MD5 goes before those that send the password. Whether they are to be used without TLS at all is
     * the caller's matter.
     *
     * @param offered the names as the server lists them, in any case
     * @return empty if none of them is known here
     * @throws SaslFailure if what there is cannot be sent with any mechanism
     */
    static Optional<SaslClient> choose(Collection<String> offered, SaslLogin login, ClientChannel channel)
            throws SaslFailure {
        return new Choice(offered, channel, new SecureRandom()).of(login);
    }

    /**
     * One mechanism and no other, as somebody has asked for it. SCRAM without channel binding then says that none is wanted, where the server offers it: that one could
     * have been had and was not offered would be untrue, and refused (RFC 5802 §6).
     *
     * @param offered the names as the server lists them, in any case; whether the mechanism is among them is the caller's matter
     * @return empty if it is not known here, or not for this login
     * @throws SaslFailure if what there is cannot be sent with it
     */
    static Optional<SaslClient> only(
            String mechanism, Collection<String> offered, SaslLogin login, ClientChannel channel) throws SaslFailure {
        boolean waived = !isBound(mechanism) && offered.stream().anyMatch(SaslClient::isBound);
        return choose(List.of(mechanism), login, waived ? channel.withoutBinding() : channel);
    }

    /**
     * The strongest of those that a server offers and has not refused for this login (RFC 4954 §6: 534).
     *
     * @param offered the names as the server lists them, in any case
     * @param refused the names of those that were tried
     * @return empty if no other is known here
     * @throws SaslFailure if what there is cannot be sent with any mechanism
     */
    static Optional<SaslClient> another(
            Collection<String> offered, Collection<String> refused, SaslLogin login, ClientChannel channel)
            throws SaslFailure {
        List<String> left = offered.stream()
                .filter(name -> !refused.contains(name.toUpperCase(Locale.ROOT)))
                .toList();
        boolean waived =
                left.stream().noneMatch(SaslClient::isBound) && offered.stream().anyMatch(SaslClient::isBound);
        return choose(left, login, waived ? channel.withoutBinding() : channel);
    }

    private static boolean isBound(String mechanism) {
        return mechanism.toUpperCase(Locale.ROOT).endsWith(ScramServer.PLUS);
    }
}
