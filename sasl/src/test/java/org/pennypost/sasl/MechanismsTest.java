package org.pennypost.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.sasl.Exchange.CHANNEL;
import static org.pennypost.sasl.Exchange.HOME;
import static org.pennypost.sasl.Exchange.bytes;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MechanismsTest {
    private final MemoryDirectory directory = new MemoryDirectory().with("alice@example.test", "wonder, land=");
    private final Mechanisms mechanisms = Exchange.mechanisms(directory);

    @Test
    void theStrongestIsNamedFirstAndNoneThatCannotBeUsed() {
        assertThat(mechanisms.offered(Exchange.bound(CHANNEL)))
                .containsExactly(
                        "SCRAM-SHA-256-PLUS",
                        "SCRAM-SHA-1-PLUS",
                        "SCRAM-SHA-256",
                        "SCRAM-SHA-1",
                        "PLAIN",
                        "LOGIN",
                        "CRAM-MD5");
        assertThat(mechanisms.offered(SaslChannel.plain(HOME, true)))
                .containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "CRAM-MD5");
        assertThat(mechanisms.offered(SaslChannel.plain(HOME, false))).isEmpty();
        Authenticator passwordsOnly = (name, password, peer) -> new Outcome.Rejected();
        assertThat(Exchange.mechanisms(passwordsOnly).offered(Exchange.bound(CHANNEL)))
                .containsExactly("PLAIN", "LOGIN");
    }

    @Test
    void tokensAndCertificatesNeedSomebodyWhoKnowsThem() {
        assertThat(mechanisms
                        .withTokens((token, user, peer) -> new TokenVerdict.Later("closed"))
                        .offered(Exchange.bound(CHANNEL)))
                .contains("OAUTHBEARER", "XOAUTH2")
                .doesNotContain("EXTERNAL");
        assertThat(mechanisms
                        .withCertificates((certificate, authorization, peer) -> new Outcome.Rejected())
                        .offered(Exchange.bound(CHANNEL)))
                .as("this client has no certificate")
                .doesNotContain("EXTERNAL");
    }

    @Test
    void whatIsNotOfferedCannotBeBegun() {
        assertThat(mechanisms.begin("scram-sha-256", Exchange.bound(CHANNEL))).isPresent();
        assertThat(mechanisms.begin("ANONYMOUS", Exchange.bound(CHANNEL))).isEmpty();
        assertThat(mechanisms.begin("SCRAM-SHA-256-PLUS", SaslChannel.plain(HOME, true)))
                .isEmpty();
        assertThat(mechanisms.begin("PLAIN", SaslChannel.plain(HOME, false))).isEmpty();
        assertThat(mechanisms.begin("XOAUTH2", Exchange.bound(CHANNEL))).isEmpty();
    }

    /** RFC 4422 §3: each mechanism with an initial response and without, and with a wrong password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCRAM-SHA-256-PLUS",
                "SCRAM-SHA-1-PLUS",
                "SCRAM-SHA-256",
                "SCRAM-SHA-1",
                "PLAIN",
                "LOGIN",
                "CRAM-MD5"
            })
    void ourClientLogsInAtOurServer(String mechanism) throws SaslFailure {
        assertThat(Exchange.success(run(mechanism, "wonder, land=", true)))
                .isEqualTo(MemoryDirectory.identity("alice@example.test"));
        Exchange.success(run(mechanism, "wonder, land=", false));
        assertThat(Exchange.failure(run(mechanism, "Wonder, land=", true))).isEqualTo(SaslStep.Kind.WRONG);
        directory.busy = "too many";
        assertThat(Exchange.failure(run(mechanism, "wonder, land=", true))).isEqualTo(SaslStep.Kind.TEMPORARY);
    }

    private SaslStep run(String mechanism, String password, boolean initial) throws SaslFailure {
        List<String> offered = mechanism.endsWith("-PLUS") ? List.of(mechanism) : List.of(mechanism, "X-PLUS");
        SaslClient client = SaslClient.choose(
                        offered, SaslLogin.password("alice@example.test", password), Exchange.clientBound(CHANNEL))
                .orElseThrow();
        assertThat(client.mechanism()).isEqualTo(mechanism);
        SaslServer server = mechanisms
                .begin(mechanism, Exchange.bound(CHANNEL))
                .orElseThrow()
                .withDataAsChallenge();
        assertThat(server.mechanism()).isEqualTo(mechanism);
        return Exchange.run(server, client, initial);
    }

    /** RFC 9051 §11.7. */
    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"})
    void aBlockedAccountIsToldSoByEveryMechanism(String mechanism) throws SaslFailure {
        directory.blocked.add("alice@example.test");
        assertThat(run(mechanism, "wonder, land=", true))
                .isEqualTo(new SaslStep.Failure(SaslStep.Kind.BLOCKED, "this password is known to everybody"));
        assertThat(Exchange.failure(run(mechanism, "Wonder, land=", true))).isEqualTo(SaslStep.Kind.WRONG);
    }

    /** RFC 4616 §2: an authorization identity may be oneself, and nobody else. */
    @Test
    void nobodyActsForAnother() {
        SaslServer own = begin("PLAIN");
        assertThat(Exchange.success(
                        own.start(Optional.of(bytes("Alice@Example.test\0alice@example.test\0wonder, land=")))))
                .isEqualTo(MemoryDirectory.identity("alice@example.test"));
        assertThat(Exchange.failure(begin("PLAIN")
                        .start(Optional.of(bytes("bob@example.test\0alice@example.test\0wonder, land=")))))
                .isEqualTo(SaslStep.Kind.NOT_AUTHORIZED);
    }

    /** RFC 4616 §2: the grammar. */
    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "\0alice", "\0\0secret", "\0alice\0", "\0alice\0secret\0", "a\0b\0c\0d"})
    void plainWithoutItsThreePartsIsMalformed(String message) {
        assertThat(Exchange.failure(begin("PLAIN").start(Optional.of(bytes(message)))))
                .isEqualTo(SaslStep.Kind.MALFORMED);
        assertThat(directory.settled).isZero();
    }

    @Test
    void plainIsUtf8OrNothing() {
        byte[] latin1 = {0, 'a', 0, (byte) 0xE4};
        assertThat(Exchange.failure(begin("PLAIN").start(Optional.of(latin1)))).isEqualTo(SaslStep.Kind.MALFORMED);
    }

    @Test
    void passwordsAreWiped() {
        byte[] message = bytes("\0alice@example.test\0wonder, land=");
        Exchange.success(begin("PLAIN").start(Optional.of(message)));
        assertThat(message).containsOnly(0);
    }

    @Test
    void loginTakesTheNameWithTheCommand() {
        SaslServer server = begin("LOGIN");
        assertThat(Exchange.challenge(server.start(Optional.of(bytes("alice@example.test")))))
                .isEqualTo("Password:");
        Exchange.success(server.respond(bytes("wonder, land=")));
        SaslServer asked = begin("LOGIN");
        assertThat(Exchange.challenge(asked.start(Optional.empty()))).isEqualTo("Username:");
        assertThat(Exchange.failure(asked.respond(new byte[0]))).isEqualTo(SaslStep.Kind.MALFORMED);
    }

    /** RFC 2195 §2, its example: what the client answers to that challenge. */
    @Test
    void cramMd5AsInItsStandard() throws SaslFailure {
        SaslClient client = SaslClient.choose(
                        List.of("CRAM-MD5", "PLAIN"),
                        SaslLogin.password("tim", "tanstaaftanstaaf"),
                        ClientChannel.unbound(false))
                .orElseThrow();

        assertThat(client.initialResponse()).isEmpty();
        assertThat(client.respond(bytes("<1896.697170952@postoffice.reston.mci.net>")))
                .isEqualTo(bytes("tim b913a602c7eda7a495b4e6e7334d3890"));
        assertThatThrownBy(() -> client.respond(bytes("<again>"))).isInstanceOf(SaslFailure.class);
    }

    /** RFC 2195 §2: the challenge has the form of a message-id, and is never the same. */
    @Test
    void cramMd5ChallengesDiffer() {
        String first = Exchange.challenge(begin("CRAM-MD5").start(Optional.empty()));
        String second = Exchange.challenge(begin("CRAM-MD5").start(Optional.empty()));

        assertThat(first)
                .matches("<[A-Za-z0-9]+\\.[0-9]+@mail\\.example\\.test>")
                .isNotEqualTo(second);
        assertThat(Exchange.failure(begin("CRAM-MD5").start(Optional.of(bytes("alice")))))
                .isEqualTo(SaslStep.Kind.MALFORMED);
        SaslServer server = begin("CRAM-MD5");
        server.start(Optional.empty());
        assertThat(Exchange.failure(server.respond(bytes("alice@example.test nonsense"))))
                .isEqualTo(SaslStep.Kind.MALFORMED);
    }

    /** RFC 4422 appendix A. */
    @Test
    void externalIsWhomTheCertificateSays() {
        var certificate = new FakeCertificate();
        SaslChannel channel = SaslChannel.secured(HOME, List.of(), ChannelBinding.NONE, Optional.of(certificate));
        Mechanisms mapped = mechanisms.withCertificates((shown, authorization, peer) -> shown.equals(certificate)
                ? new Outcome.Accepted(MemoryDirectory.identity("alice@example.test"))
                : new Outcome.Rejected());

        assertThat(mapped.offered(channel)).contains("EXTERNAL");
        assertThat(Exchange.challenge(external(mapped, channel).start(Optional.empty())))
                .isEmpty();
        Exchange.success(external(mapped, channel).start(Optional.of(new byte[0])));
        Exchange.success(external(mapped, channel).start(Optional.of(bytes("alice@example.test"))));
        assertThat(Exchange.failure(external(mapped, channel).start(Optional.of(bytes("bob@example.test")))))
                .isEqualTo(SaslStep.Kind.NOT_AUTHORIZED);
    }

    private static SaslServer external(Mechanisms mapped, SaslChannel channel) {
        return mapped.begin("EXTERNAL", channel).orElseThrow();
    }

    private SaslServer begin(String mechanism) {
        return mechanisms.begin(mechanism, SaslChannel.plain(HOME, true)).orElseThrow();
    }

    @Test
    void thePeerIsToldToTheDirectory() throws Exception {
        InetAddress peer = InetAddress.getByName("192.0.2.7");
        Authenticator watching = (name, password, from) -> {
            assertThat(from).isEqualTo(peer);
            return new Outcome.Rejected();
        };
        assertThat(Exchange.failure(Exchange.mechanisms(watching)
                        .begin("PLAIN", SaslChannel.plain(peer, true))
                        .orElseThrow()
                        .start(Optional.of(bytes("\0a\0b")))))
                .isEqualTo(SaslStep.Kind.WRONG);
    }
}
