package org.pennypost.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.sasl.Exchange.bytes;
import static org.pennypost.sasl.Exchange.text;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTest {
    private static final String TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    private final Mechanisms mechanisms = Exchange.mechanisms(new MemoryDirectory())
            .withTokens((token, user, peer) -> switch (token) {
                case TOKEN -> new TokenVerdict.Good(MemoryDirectory.identity("user@example.com"));
                case "later" -> new TokenVerdict.Later("nobody answers");
                default ->
                    new TokenVerdict.Bad(
                            "invalid_token", "mail", "https://example.com/.well-known/openid-configuration");
            });

    /** RFC 7628 §4.1, the example of a client's message. */
    @Test
    void theTokenOfTheStandard() throws SaslFailure {
        SaslClient client = SaslClient.choose(
                        List.of("OAUTHBEARER", "XOAUTH2"),
                        SaslLogin.token("user@example.com", TOKEN),
                        new ClientChannel(true, List.of(), ChannelBinding.NONE, "server.example.com", 143))
                .orElseThrow();

        byte[] message = client.initialResponse().orElseThrow();
        assertThat(text(message))
                .isEqualTo("n,a=user@example.com,\1host=server.example.com\1port=143\1auth=Bearer " + TOKEN + "\1\1");
        assertThat(Exchange.success(begin("OAUTHBEARER").start(Optional.of(message))))
                .isEqualTo(MemoryDirectory.identity("user@example.com"));
    }

    /** RFC 7628 §3.2.2, §3.2.3: the error is a challenge, answered with U+0001, and then comes the refusal. */
    @Test
    void aBadTokenIsExplainedAndThenRefused() throws SaslFailure {
        SaslServer server = begin("OAUTHBEARER");
        SaslClient client = SaslClient.choose(
                        List.of("OAUTHBEARER"), SaslLogin.token("user@example.com", "old"), ClientChannel.unbound(true))
                .orElseThrow();

        SaslStep error = server.start(client.initialResponse());
        assertThat(Exchange.challenge(error))
                .isEqualTo("{\"status\":\"invalid_token\",\"scope\":\"mail\",\"openid-configuration\":"
                        + "\"https://example.com/.well-known/openid-configuration\"}");
        byte[] dummy = client.respond(((SaslStep.Challenge) error).bytes());
        assertThat(dummy).isEqualTo(new byte[] {1});
        assertThat(Exchange.failure(server.respond(dummy))).isEqualTo(SaslStep.Kind.WRONG);
        assertThatThrownBy(client::completed).hasMessageContaining("invalid_token");
    }

    @Test
    void xoauth2IsItsOwnForm() throws SaslFailure {
        SaslClient client = SaslClient.choose(
                        List.of("XOAUTH2"), SaslLogin.token("user@example.com", TOKEN), ClientChannel.unbound(true))
                .orElseThrow();

        assertThat(text(client.initialResponse().orElseThrow()))
                .isEqualTo("user=user@example.com\1auth=Bearer " + TOKEN + "\1\1");
        Exchange.success(Exchange.run(begin("XOAUTH2"), client, true));
        SaslServer server = begin("XOAUTH2");
        assertThat(Exchange.challenge(server.start(Optional.of(bytes("user=user@example.com\1auth=Bearer old\1\1")))))
                .isEqualTo("{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"mail\"}");
        assertThat(Exchange.failure(server.respond(new byte[0]))).isEqualTo(SaslStep.Kind.WRONG);
    }

    @Test
    void aTokenOfSomebodyElseIsNoLogin() {
        assertThat(Exchange.failure(begin("OAUTHBEARER")
                        .start(Optional.of(bytes("n,a=other@example.com,\1auth=Bearer " + TOKEN + "\1\1")))))
                .isEqualTo(SaslStep.Kind.NOT_AUTHORIZED);
        assertThat(Exchange.failure(begin("OAUTHBEARER").start(Optional.of(bytes("n,,\1auth=Bearer later\1\1")))))
                .isEqualTo(SaslStep.Kind.TEMPORARY);
        Exchange.success(begin("OAUTHBEARER").start(Optional.of(bytes("n,,\1auth=bearer " + TOKEN + "\1\1"))));
    }

    /** RFC 7628 §3.1: the grammar. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n,,",
                "n,,\1\1",
                "n,,auth=Bearer x\1\1",
                "n,,\1auth=Bearer x\1",
                "n,,\1auth=Basic x\1\1",
                "n,,\1auth=Bearer \1\1",
                "n,,\1auth=Bearer a b\1\1",
                "n,,\1auth=Bearer a\1auth=Bearer b\1\1",
                "n,,\1host\1auth=Bearer a\1\1",
                "n,,\1h0st=a\1auth=Bearer a\1\1",
                "n,,\1host=ä\1auth=Bearer a\1\1"
            })
    void whatIsNoMessageIsMalformed(String message) {
        assertThat(Exchange.failure(begin("OAUTHBEARER").start(Optional.of(bytes(message)))))
                .isEqualTo(SaslStep.Kind.MALFORMED);
    }

    private SaslServer begin(String mechanism) {
        return mechanisms.begin(mechanism, Exchange.bound(Exchange.CHANNEL)).orElseThrow();
    }
}
