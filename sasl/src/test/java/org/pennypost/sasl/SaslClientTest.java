package org.pennypost.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaslClientTest {
    /** RFC 4616 §4, the first example, without an authorization identity. */
    @Test
    void plainIsOneMessage() throws SaslFailure {
        SaslClient client = SaslClient.choose(List.of("LOGIN", "plain"), "tim", "tanstaaftanstaaf")
                .orElseThrow();

        assertThat(client.mechanism()).isEqualTo("PLAIN");
        assertThat(client.initialResponse().orElseThrow()).isEqualTo(bytes("\0tim\0tanstaaftanstaaf"));
        assertThat(client.respond(new byte[0])).isEqualTo(bytes("\0tim\0tanstaaftanstaaf"));
    }

    @Test
    void plainIsUtf8() throws SaslFailure {
        SaslClient client =
                SaslClient.choose(List.of("PLAIN"), "jörg", "schlüssel").orElseThrow();

        assertThat(client.initialResponse().orElseThrow()).isEqualTo(bytes("\0jörg\0schlüssel"));
    }

    @Test
    void loginAnswersTwoQuestionsAndNoThird() throws SaslFailure {
        SaslClient client =
                SaslClient.choose(List.of("CRAM-MD5", "LOGIN"), "tim", "secret").orElseThrow();

        assertThat(client.initialResponse()).isEmpty();
        assertThat(client.respond(bytes("Username:"))).isEqualTo(bytes("tim"));
        assertThat(client.respond(bytes("Password:"))).isEqualTo(bytes("secret"));
        assertThatThrownBy(() -> client.respond(bytes("Really?"))).isInstanceOf(SaslFailure.class);
    }

    @Test
    void whatNobodyKnowsIsNotChosenAndNulIsRefused() throws SaslFailure {
        assertThat(SaslClient.choose(List.of("GSSAPI"), "tim", "secret")).isEmpty();
        assertThatThrownBy(() -> SaslClient.choose(List.of("PLAIN"), "tim\0tom", "secret"))
                .hasMessageContaining("NUL");
    }

    /** RFC 4616 §2: {@code authcid = 1*SAFE}, {@code passwd = 1*SAFE}. */
    @Test
    void emptyNamesAndPasswordsAreRefused() {
        assertThatThrownBy(() -> SaslClient.choose(List.of("PLAIN"), "", "secret"))
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> SaslClient.choose(List.of("LOGIN"), "tim", "")).hasMessageContaining("empty");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
