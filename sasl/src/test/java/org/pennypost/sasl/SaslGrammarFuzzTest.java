package org.pennypost.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/**
 * The messages of SCRAM, GS2 and OAUTHBEARER: read, or refused as malformed. The first byte says which message it is. What is read and
 * written again is read as the same.
 */
final class SaslGrammarFuzzTest {
    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] message = Arrays.copyOfRange(input, 1, input.length);
        try {
            String text = Texts.utf8(message);
            switch (input[0] & 7) {
                case 0 -> gs2(text);
                case 1 -> clientFirst(text);
                case 2 -> serverFirst(text);
                case 3 -> clientFinal(text);
                case 4 -> ScramMessage.ServerFinal.parse(text);
                case 5 -> bearer(BearerMessage.Form.OAUTHBEARER, text);
                case 6 -> bearer(BearerMessage.Form.XOAUTH2, text);
                default -> servers(message);
            }
        } catch (BadMessage refused) {
            assertThat(refused.why()).isNotBlank().doesNotEndWith(".");
        }
    }

    private static void gs2(String text) throws BadMessage {
        Gs2Header header = Gs2Header.parse(text);
        assertThat(text).startsWith(header.written());
        assertThat(Gs2Header.of(header.binding(), header.type(), header.authorization()))
                .isEqualTo(header);
    }

    private static void clientFirst(String text) throws BadMessage {
        ScramMessage.ClientFirst first = ScramMessage.ClientFirst.parse(text);
        assertThat(first.written()).isEqualTo(text);
        assertThat(ScramMessage.ClientFirst.parse(
                                ScramMessage.ClientFirst.of(first.header(), first.name(), first.nonce())
                                        .written())
                        .name())
                .isEqualTo(first.name());
    }

    private static void serverFirst(String text) throws BadMessage {
        ScramMessage.ServerFirst first = ScramMessage.ServerFirst.parse(text);
        assertThat(ScramMessage.ServerFirst.parse(
                                ScramMessage.ServerFirst.of(first.nonce(), first.salt(), first.iterations())
                                        .written())
                        .salt())
                .isEqualTo(first.salt());
    }

    private static void clientFinal(String text) throws BadMessage {
        ScramMessage.ClientFinal last = ScramMessage.ClientFinal.parse(text);
        assertThat(text).startsWith(last.withoutProof());
    }

    private static void bearer(BearerMessage.Form form, String text) throws BadMessage {
        BearerMessage message = form.parse(text);
        assertThat(form.parse(form.write(message, "mail.example.test", 143))).isEqualTo(message);
    }

    /** No bytes make a server do anything but ask or refuse. */
    private static void servers(byte[] message) {
        Mechanisms mechanisms = Exchange.mechanisms(new MemoryDirectory());
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5")) {
            SaslServer server = mechanisms
                    .begin(mechanism, SaslChannel.plain(Exchange.HOME, true))
                    .orElseThrow();
            SaslStep step = server.start(Optional.empty());
            for (int turn = 0; turn < 3 && step instanceof SaslStep.Challenge; turn++) {
                step = server.respond(message.clone());
            }
            assertThat(step).isNotInstanceOf(SaslStep.Success.class);
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(SaslGrammarFuzzTest.class, SaslGrammarFuzzTest::fuzzerTestOneInput);
    }
}
