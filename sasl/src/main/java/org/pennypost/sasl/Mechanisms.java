package org.pennypost.sasl;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The mechanisms of a server: which it offers on a connection, and how an exchange begins. Thread-safe.
 *
 * <p>ANONYMOUS (RFC 4505) is none of them: there is nothing here that a stranger may see.
 */
public final class Mechanisms {
    private final Authenticator authenticator;
    private final String hostName;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Optional<TokenVerifier> tokens;
    private final Optional<CertificateMapper> certificates;
    private final List<Offer> all;

    /**
     * @param hostName for challenges that name the server
     * @param random for nonces; must be hard to guess
     * @param tokens without it, OAUTHBEARER and XOAUTH2 are not offered
     * @param certificates without it, EXTERNAL is not offered
     */
    public Mechanisms(
            Authenticator authenticator,
            String hostName,
            RandomGenerator random,
            InstantSource clock,
            Optional<TokenVerifier> tokens,
            Optional<CertificateMapper> certificates) {
        this.authenticator = authenticator;
        this.hostName = hostName;
        this.random = random;
        this.clock = clock;
        this.tokens = tokens;
        this.certificates = certificates;
        this.all = List.of(
                scram(ScramHash.SHA_256, true),
                scram(ScramHash.SHA_1, true),
                scram(ScramHash.SHA_256, false),
                scram(ScramHash.SHA_1, false),
                bearer(BearerMessage.Form.OAUTHBEARER),
                bearer(BearerMessage.Form.XOAUTH2),
                new Offer(
                        ExternalClient.NAME,
                        channel -> certificates.isPresent()
                                && channel.certificate().isPresent(),
                        channel -> new ExternalServer(certificates.orElseThrow(), authenticator, channel)),
                new Offer(PlainClient.NAME, channel -> true, channel -> new PlainServer(authenticator, channel.peer())),
                new Offer(LoginClient.NAME, channel -> true, channel -> new LoginServer(authenticator, channel.peer())),
                new Offer(
                        CramMd5Client.NAME,
                        channel -> authenticator.keepsSharedSecrets(),
                        channel -> new CramMd5Server(
                                authenticator, channel.peer(), ScramServer.nonce(random), clock.instant(), hostName)));
    }

    /** With passwords and what the authenticator makes of them, without tokens and certificates. */
    public Mechanisms(Authenticator authenticator, String hostName, RandomGenerator random, InstantSource clock) {
        this(authenticator, hostName, random, clock, Optional.empty(), Optional.empty());
    }

    /** The same with bearer tokens. */
    public Mechanisms withTokens(TokenVerifier verifier) {
        return new Mechanisms(authenticator, hostName, random, clock, Optional.of(verifier), certificates);
    }

    /** The same with certificates of clients. */
    public Mechanisms withCertificates(CertificateMapper mapper) {
        return new Mechanisms(authenticator, hostName, random, clock, tokens, Optional.of(mapper));
    }

    /** The names of those that can be used on this connection now, the strongest first; none where no login is allowed. */
    public List<String> offered(SaslChannel channel) {
        return all.stream()
                .filter(offer -> isOffered(offer, channel))
                .map(Offer::name)
                .toList();
    }

    /**
     * Begins an exchange.
     *
     * @param name in any case
     * @return empty if the mechanism is not offered on this connection
     */
    public Optional<SaslServer> begin(String name, SaslChannel channel) {
        String wanted = name.toUpperCase(Locale.ROOT);
        return all.stream()
                .filter(offer -> offer.name.equals(wanted) && isOffered(offer, channel))
                .findFirst()
                .map(offer -> offer.server.apply(channel));
    }

    private static boolean isOffered(Offer offer, SaslChannel channel) {
        return channel.takesLogins() && offer.usable.test(channel);
    }

    private Offer scram(ScramHash hash, boolean plus) {
        return new Offer(
                hash.mechanism() + (plus ? ScramServer.PLUS : ""),
                channel -> (!plus || !channel.boundTypes().isEmpty()) && hashes().contains(hash),
                channel -> new ScramServer(hash, plus, authenticator, channel, ScramServer.nonce(random)));
    }

    private Set<ScramHash> hashes() {
        return authenticator.scramHashes();
    }

    private Offer bearer(BearerMessage.Form form) {
        return new Offer(
                form.mechanism(),
                channel -> tokens.isPresent(),
                channel -> new BearerServer(form, tokens.orElseThrow(), authenticator, channel));
    }

    private record Offer(String name, Predicate<SaslChannel> usable, Function<SaslChannel, SaslServer> server) {}
}
