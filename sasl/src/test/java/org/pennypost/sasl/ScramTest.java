package org.pennypost.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.sasl.Exchange.CHANNEL;
import static org.pennypost.sasl.Exchange.HOME;
import static org.pennypost.sasl.Exchange.bytes;
import static org.pennypost.sasl.Exchange.text;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {
    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String FIRST = "n,,n=user,r=" + NONCE;
    private static final String SERVER_FIRST = "r=" + NONCE + SERVER_NONCE + ",s=" + SALT + ",i=4096";
    private static final String LAST =
            "c=biws,r=" + NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_LAST = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final MemoryDirectory directory = new MemoryDirectory()
            .with("user", "pencil")
            .withSalt("user", Base64.getDecoder().decode(SALT));

    /** RFC 5802 §5, the example: both sides of SCRAM-SHA-1. */
    @Test
    void sha1AsInItsStandard() throws SaslFailure {
        String first = "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL";
        String serverFirst = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
        String last = "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=";
        String serverLast = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=";
        SaslClient client = client(ScramHash.SHA_1, "pencil", "fyko+d2lbbFgONRv9qkxdawL");

        assertThat(text(client.initialResponse().orElseThrow())).isEqualTo(first);
        assertThat(text(client.respond(bytes(serverFirst)))).isEqualTo(last);
        assertThat(client.respond(bytes(serverLast))).isEmpty();
        client.completed();

        directory.withSalt("user", Base64.getDecoder().decode("QSXCR+Q6sek8bf92"));
        SaslServer server =
                new ScramServer(ScramHash.SHA_1, false, directory, SaslChannel.plain(HOME, true), "3rfcNHYJY1ZVvWVs7j");
        assertThat(Exchange.challenge(server.start(Optional.of(bytes(first))))).isEqualTo(serverFirst);
        assertThat(data(server.respond(bytes(last)))).isEqualTo(serverLast);
    }

    /** RFC 7677 §3, the example: both sides of SCRAM-SHA-256. */
    @Test
    void sha256AsInItsStandard() throws SaslFailure {
        SaslClient client = client(ScramHash.SHA_256, "pencil", NONCE);

        assertThat(text(client.respond(new byte[0]))).isEqualTo(FIRST);
        assertThat(text(client.respond(bytes(SERVER_FIRST)))).isEqualTo(LAST);
        assertThat(client.respond(bytes(SERVER_LAST))).isEmpty();
        client.completed();

        SaslServer server = server();
        assertThat(Exchange.challenge(server.start(Optional.of(bytes(FIRST))))).isEqualTo(SERVER_FIRST);
        assertThat(data(server.respond(bytes(LAST)))).isEqualTo(SERVER_LAST);
    }

    private static String data(SaslStep step) {
        Exchange.success(step);
        return text(((SaslStep.Success) step).data().orElseThrow());
    }

    /** RFC 5802 §5.1: the client must not go on with a nonce that is not its own with something behind it. */
    @ParameterizedTest
    @ValueSource(strings = {NONCE, "other" + NONCE, "x"})
    void theServersNonceGoesOnFromTheClients(String nonce) {
        SaslClient client = began();
        assertThatThrownBy(() -> client.respond(bytes("r=" + nonce + ",s=" + SALT + ",i=4096")))
                .isInstanceOf(SaslFailure.class)
                .hasMessageContaining("nonce");
    }

    /** RFC 5802 §5.1: the server must verify that the client's last nonce is the one that it sent. */
    @Test
    void theClientsLastNonceIsTheServers() {
        SaslServer server = server();
        server.start(Optional.of(bytes(FIRST)));
        assertThat(Exchange.failure(server.respond(bytes(LAST.replace(SERVER_NONCE, SERVER_NONCE + "x")))))
                .isEqualTo(SaslStep.Kind.MALFORMED);
        assertThat(directory.settled).isZero();
    }

    /** RFC 5802 §5.1, RFC 7677 §4: 4096 iterations at least; and no server may keep a client busy for ever. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 900_000_000})
    void iterationsHaveTheirBounds(int count) {
        SaslClient client = began();
        assertThatThrownBy(() -> client.respond(bytes("r=" + NONCE + SERVER_NONCE + ",s=" + SALT + ",i=" + count)))
                .hasMessageContaining("iterations");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s=" + SALT + ",i=4096",
                "r=" + NONCE + "x,s=,i=4096",
                "r=" + NONCE + "x,s=&,i=4096",
                "r=" + NONCE + "x,s=" + SALT + ",i=0",
                "r=" + NONCE + "x,s=" + SALT + ",i=4096,m=new",
                "e=other-error"
            })
    void whatIsNoFirstMessageOfAServerEndsIt(String message) {
        SaslClient client = began();
        assertThatThrownBy(() -> client.respond(bytes(message))).isInstanceOf(SaslFailure.class);
    }

    /** RFC 5802 §5: the client must check the server's signature, and is not logged in without. */
    @Test
    void aServerThatDoesNotKnowThePasswordIsNotBelieved() throws SaslFailure {
        SaslClient silent = began();
        silent.respond(bytes(SERVER_FIRST));
        assertThatThrownBy(silent::completed).hasMessageContaining("has not proved");

        SaslClient wrong = began();
        wrong.respond(bytes(SERVER_FIRST));
        assertThatThrownBy(() -> wrong.respond(bytes(SERVER_LAST.replace("v=6", "v=7"))))
                .hasMessageContaining("does not know the password");

        SaslClient refused = began();
        refused.respond(bytes(SERVER_FIRST));
        assertThatThrownBy(() -> refused.respond(bytes("e=invalid-proof"))).hasMessageContaining("invalid-proof");

        SaslClient none = began();
        assertThatThrownBy(none::completed).isInstanceOf(SaslFailure.class);
    }

    /** RFC 5802 §7: the grammar of the client's first message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,,",
                "n,,n=user",
                "n,,n=user,r=",
                "n,,n=,r=abc",
                "n,,n=us=er,r=abc",
                "n,,n=us=2cer,r=abc",
                "n,,m=,n=user,r=abc",
                "n,,n=user,m=new,r=abc",
                "n,,n=user,r=a bc",
                "n,,n=user,r=äbc",
                "n,b=c,n=user,r=abc",
                "n,a=,n=user,r=abc",
                "q,,n=user,r=abc",
                "p=,,n=user,r=abc",
                "n,,r=abc,n=user"
            })
    void whatIsNoFirstMessageOfAClientIsRefused(String message) {
        SaslStep step = server().start(Optional.of(bytes(message)));
        assertThat(Exchange.failure(step)).isEqualTo(SaslStep.Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "r=" + NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=" + NONCE + SERVER_NONCE,
                "c=biws,r=" + NONCE + SERVER_NONCE + ",p=%",
                "c=biw,r=" + NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
            })
    void whatIsNoLastMessageOfAClientIsRefused(String message) {
        SaslServer server = server();
        server.start(Optional.of(bytes(FIRST)));
        assertThat(Exchange.failure(server.respond(bytes(message)))).isEqualTo(SaslStep.Kind.MALFORMED);
    }

    /** RFC 5802 §5.1, §7: a mandatory extension ends the login, and the client hears why. */
    @ParameterizedTest
    @ValueSource(strings = {"n,,m=new,n=user,r=abc", "n,,n=user,r=abc,m=new", "n,,n=user,r=abc,x=y,m=new"})
    void mandatoryExtensionsOfTheFirstMessageAreNotSupported(String message) {
        SaslServer server = server();
        assertThat(Exchange.challenge(server.start(Optional.of(bytes(message)))))
                .isEqualTo("e=extensions-not-supported");
        assertThat(Exchange.failure(server.respond(new byte[0]))).isEqualTo(SaslStep.Kind.MALFORMED);
    }

    /** As above; nothing that follows, not even the right proof, is a login then. */
    @Test
    void mandatoryExtensionsOfTheLastMessageAreNotSupported() {
        SaslServer server = server();
        server.start(Optional.of(bytes(FIRST)));
        assertThat(Exchange.challenge(server.respond(bytes(LAST.replace(",p=", ",m=x,p=")))))
                .isEqualTo("e=extensions-not-supported");
        assertThat(Exchange.failure(server.respond(bytes(LAST)))).isEqualTo(SaslStep.Kind.MALFORMED);
    }

    /** RFC 5802 §5.1: unknown optional extensions are ignored, and signed. */
    @Test
    void unknownExtensionsAreIgnored() {
        SaslServer server = server();
        Exchange.challenge(server.start(Optional.of(bytes(FIRST + ",x=y"))));
        assertThat(Exchange.failure(server.respond(bytes(LAST.replace(",p=", ",z=1,p=")))))
                .as("a proof of other words")
                .isEqualTo(SaslStep.Kind.WRONG);
        assertThat(directory.settled).isOne();
    }

    /** RFC 5802 §5.1: comma and equals sign in names. */
    @Test
    void namesMayHoldCommasAndEqualsSigns() throws SaslFailure {
        directory.with("a,b=c", "pencil");
        SaslClient client =
                SaslClient.choose(List.of("SCRAM-SHA-256"), "a,b=c", "pencil").orElseThrow();
        assertThat(text(client.initialResponse().orElseThrow())).startsWith("n,,n=a=2Cb=3Dc,r=");
        SaslServer server = Exchange.mechanisms(directory)
                .begin("SCRAM-SHA-256", SaslChannel.plain(HOME, true))
                .orElseThrow();
        Exchange.success(Exchange.run(
                server,
                SaslClient.choose(List.of("SCRAM-SHA-256"), "a,b=c", "pencil").orElseThrow(),
                true));
    }

    /** RFC 5802 §5.1: names and passwords are prepared with SASLprep before use. */
    @Test
    void namesAndPasswordsArePrepared() throws SaslFailure {
        directory.with("IX", "pencil");
        SaslClient client = SaslClient.choose(List.of("SCRAM-SHA-1"), "I\u00ADX", "p\u00ADencil")
                .orElseThrow();
        assertThat(text(client.initialResponse().orElseThrow())).startsWith("n,,n=IX,r=");
        Exchange.success(Exchange.run(
                Exchange.mechanisms(directory)
                        .begin("SCRAM-SHA-1", SaslChannel.plain(HOME, true))
                        .orElseThrow(),
                SaslClient.choose(List.of("SCRAM-SHA-1"), "\u2168", "p\u00ADencil")
                        .orElseThrow(),
                true));
    }

    /** RFC 5802 §3. */
    @Test
    void namesAndPasswordsAreUtf8() throws SaslFailure {
        directory.with("j\u00FCrgen", "schl\u00FCssel");
        SaslClient client = SaslClient.choose(List.of("SCRAM-SHA-1"), "j\u00FCrgen", "schl\u00FCssel")
                .orElseThrow();
        assertThat(client.initialResponse().orElseThrow()).startsWith(bytes("n,,n=j\u00FCrgen,r="));
        Exchange.success(Exchange.run(
                Exchange.mechanisms(directory)
                        .begin("SCRAM-SHA-1", SaslChannel.plain(HOME, true))
                        .orElseThrow(),
                client,
                true));
    }

    /** RFC 5802 §5.1: what SASLprep refuses, or leaves nothing of, is no name, for the client and for the server. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "a\uE000", "\u00AD"})
    void whatCannotBePreparedIsNoName(String name) throws SaslFailure {
        assertThat(SaslClient.choose(List.of("SCRAM-SHA-256"), name, "pencil")).isEmpty();
        assertThat(Exchange.failure(server().start(Optional.of(bytes("n,,n=" + name + ",r=" + NONCE)))))
                .isEqualTo(SaslStep.Kind.MALFORMED);
        assertThat(directory.settled).isZero();
    }

    /** RFC 5802 §5.1: a server prepares the name to find the account, and hashes it as it came. */
    @Test
    void aNameIsFoundAsPreparedAndHashedAsItCame() {
        String first = "n=us\u00ADer,r=" + NONCE;
        String last = "c=biws,r=" + NONCE + SERVER_NONCE;
        SaslServer server = server();
        assertThat(Exchange.challenge(server.start(Optional.of(bytes("n,," + first)))))
                .isEqualTo(SERVER_FIRST);

        ScramHash hash = ScramHash.SHA_256;
        byte[] salted = hash.salted(bytes("pencil"), Base64.getDecoder().decode(SALT), 4096);
        byte[] proof = hash.hmac(salted, bytes("Client Key"));
        ScramHash.xor(proof, hash.hmac(hash.hash(proof), bytes(first + "," + SERVER_FIRST + "," + last)));
        Exchange.success(server.respond(bytes(last + ",p=" + Base64.getEncoder().encodeToString(proof))));
    }

    /** RFC 5802 §5.1, {@code a=}: somebody may act as themselves. */
    @Test
    void anAuthorizationIdentityIsChecked() throws SaslFailure {
        for (String wanted : List.of("user", "other")) {
            SaslClient client = SaslClient.choose(
                            List.of("SCRAM-SHA-256"),
                            SaslLogin.password("user", "pencil").as(wanted),
                            ClientChannel.unbound(true))
                    .orElseThrow();
            SaslStep step = Exchange.run(
                    Exchange.mechanisms(directory)
                            .begin("SCRAM-SHA-256", SaslChannel.plain(HOME, true))
                            .orElseThrow(),
                    client,
                    true);
            assertThat(step).isInstanceOf(wanted.equals("user") ? SaslStep.Success.class : SaslStep.Failure.class);
        }
    }

    /** RFC 5802 §6: with channel binding, a man in the middle has another channel, and fails. */
    @Test
    void anotherChannelIsNoLogin() throws SaslFailure {
        SaslStep step = Exchange.run(
                Exchange.mechanisms(directory)
                        .begin("SCRAM-SHA-256-PLUS", Exchange.bound(bytes("another channel")))
                        .orElseThrow(),
                bound(List.of("SCRAM-SHA-256-PLUS")),
                true);
        assertThat(Exchange.failure(step)).isEqualTo(SaslStep.Kind.WRONG);
    }

    /** RFC 5802 §6: a client that could bind, and was not offered it, says so; a server that did offer it then fails. */
    @Test
    void takingThePlusOutOfTheOfferIsNoticed() throws SaslFailure {
        SaslClient client = bound(List.of("SCRAM-SHA-256", "PLAIN"));
        assertThat(client.mechanism()).isEqualTo("SCRAM-SHA-256");
        byte[] first = client.initialResponse().orElseThrow();
        assertThat(text(first)).startsWith("y,,");
        Mechanisms mechanisms = Exchange.mechanisms(directory);
        assertThat(Exchange.failure(mechanisms
                        .begin("SCRAM-SHA-256", Exchange.bound(CHANNEL))
                        .orElseThrow()
                        .start(Optional.of(first))))
                .isEqualTo(SaslStep.Kind.WRONG);
        Exchange.challenge(mechanisms
                .begin("SCRAM-SHA-256", SaslChannel.plain(HOME, true))
                .orElseThrow()
                .start(Optional.of(first)));
    }

    /** RFC 5802 §6: who waives the binding does not say that it was not offered, and gets in; where it was not offered it is still said. */
    @Test
    void whoAsksForScramWithoutBindingGetsIt() throws SaslFailure {
        SaslLogin login = SaslLogin.password("user", "pencil");
        List<String> offered = List.of("SCRAM-SHA-256-PLUS", "scram-sha-256");
        SaslClient waived = SaslClient.only("SCRAM-SHA-256", offered, login, Exchange.clientBound(CHANNEL))
                .orElseThrow();
        assertThat(text(waived.initialResponse().orElseThrow())).startsWith("n,,");
        SaslStep step = Exchange.run(
                Exchange.mechanisms(directory)
                        .begin("SCRAM-SHA-256", Exchange.bound(CHANNEL))
                        .orElseThrow(),
                waived,
                true);
        assertThat(step).isInstanceOf(SaslStep.Success.class);

        SaslClient robbed = SaslClient.only(
                        "SCRAM-SHA-256", List.of("SCRAM-SHA-256"), login, Exchange.clientBound(CHANNEL))
                .orElseThrow();
        assertThat(text(robbed.initialResponse().orElseThrow())).startsWith("y,,");
        assertThat(SaslClient.only("SCRAM-SHA-256-PLUS", offered, login, Exchange.clientBound(CHANNEL)))
                .hasValueSatisfying(client -> assertThat(client.mechanism()).isEqualTo("SCRAM-SHA-256-PLUS"));
    }

    /** RFC 5802 §6: {@code p=} belongs to -PLUS, {@code n} and {@code y} do not, and the type has to be known. */
    @Test
    void flagAndMechanismFitTogether() {
        Mechanisms mechanisms = Exchange.mechanisms(directory);
        for (String flag : List.of("n", "y", "p=tls-unique")) {
            assertThat(Exchange.failure(mechanisms
                            .begin("SCRAM-SHA-256-PLUS", Exchange.bound(CHANNEL))
                            .orElseThrow()
                            .start(Optional.of(bytes(flag + ",,n=user,r=" + NONCE)))))
                    .as(flag)
                    .isEqualTo(SaslStep.Kind.WRONG);
        }
        assertThat(Exchange.failure(mechanisms
                        .begin("SCRAM-SHA-256", Exchange.bound(CHANNEL))
                        .orElseThrow()
                        .start(Optional.of(bytes("p=tls-exporter,,n=user,r=" + NONCE)))))
                .isEqualTo(SaslStep.Kind.WRONG);
    }

    /** A proof of the wrong length is a wrong proof. */
    @Test
    void aProofThatIsTooShortIsWrong() {
        SaslServer server = server();
        server.start(Optional.of(bytes(FIRST)));
        assertThat(Exchange.failure(server.respond(bytes("c=biws,r=" + NONCE + SERVER_NONCE + ",p=AAAA"))))
                .isEqualTo(SaslStep.Kind.WRONG);
        assertThat(directory.settled).isOne();
    }

    /** RFC 4422 §3.6: where success has no room for data, the data is one challenge more, with an empty answer. */
    @Test
    void theServersSignatureCanGoOutAsAChallenge() {
        SaslServer server = server().withDataAsChallenge();
        server.start(Optional.of(bytes(FIRST)));
        assertThat(Exchange.challenge(server.respond(bytes(LAST)))).isEqualTo(SERVER_LAST);
        Exchange.success(server.respond(new byte[0]));

        SaslServer other = server().withDataAsChallenge();
        other.start(Optional.of(bytes(FIRST)));
        other.respond(bytes(LAST));
        assertThat(Exchange.failure(other.respond(bytes("x")))).isEqualTo(SaslStep.Kind.MALFORMED);
    }

    @Test
    void verifiersDoNotShowThemselves() {
        assertThat(ScramVerifier.of(ScramHash.SHA_1, bytes("pencil"), bytes("salt"), 4096))
                .hasToString("ScramVerifier[SHA_1, ...]");
        assertThatThrownBy(() -> ScramVerifier.of(ScramHash.SHA_1, bytes("pencil"), bytes("salt"), 4095))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SaslClient bound(List<String> offered) throws SaslFailure {
        return SaslClient.choose(offered, SaslLogin.password("user", "pencil"), Exchange.clientBound(CHANNEL))
                .orElseThrow();
    }

    private SaslServer server() {
        return new ScramServer(ScramHash.SHA_256, false, directory, SaslChannel.plain(HOME, true), SERVER_NONCE);
    }

    private static SaslClient began() {
        try {
            SaslClient client = client(ScramHash.SHA_256, "pencil", NONCE);
            assertThat(client.initialResponse()).isPresent();
            return client;
        } catch (SaslFailure e) {
            throw new AssertionError(e);
        }
    }

    private static SaslClient client(ScramHash hash, String password, String nonce) throws SaslFailure {
        return new ScramClient(
                hash, Gs2Header.of(Gs2Header.Binding.UNKNOWN, "", ""), new byte[0], "user", password, nonce);
    }
}
