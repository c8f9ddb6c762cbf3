package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Holes.Round;

class TranscriptWriterTest {

    @Test
    void textStaysTextAndTheRestIsSpelled() throws IOException {
        StringBuilder text = new StringBuilder();
        TranscriptWriter writer = new TranscriptWriter(text);
        writer.comment("port 25\nof  ");
        writer.server(1, latin("220 Gr\u00c3\u00bc\u00c3\u009fe\r\n\r\n250-{{x}}\r\n"));
        writer.client(1, latin("NOOP \r\na{b}\r\n\t\0\\\u00ff\r\nQUI"));
        writer.client(1, latin("T\r\n"));
        writer.client(2, latin("HELO\n"));
        writer.word(2, "closed");

        assertThat(text).asString().isEqualTo("""
                # port 25
                # of
                S: 220 Grüße
                S:
                S~: 250-\\x7b\\x7bx}}\\r\\n
                C~: NOOP \\r\\n
                C: a{b}
                C~: \\t\\0\\\\\\xff\\r\\n
                C~: QUI
                C: T
                [2] C~: HELO\\n
                [2] closed
                """);
    }

    @Test
    void whateverIsWrittenReadsBackAsTheSameBytes() throws IOException {
        Gen gen = Gen.seeded("TranscriptWriterTest");
        for (int round = 0; round < 2000; round++) {
            byte[] client = gen.bytes(1, 40, "\r\n\r\n {}\\:=#é");
            byte[] server = gen.bytes(1, 40, "\r\n\r\n {{}}text\\");
            StringBuilder text = new StringBuilder();
            TranscriptWriter writer = new TranscriptWriter(text);
            writer.client(1, client);
            writer.server(1, server);

            List<String> said = new ArrayList<>(List.of("", ""));
            for (Step step : Transcript.parse("t.txt", text.toString()).steps()) {
                switch (step) {
                    case Step.Send send -> said.set(0, said.get(0) + bytes(send.saying()));
                    case Step.Expect expect -> said.set(1, said.get(1) + bytes(expect.saying()));
                    default -> assertThat(step).isInstanceOf(Step.Open.class);
                }
            }
            assertThat(said)
                    .as("seed %s: %s", gen.seed(), text)
                    .containsExactly(
                            new String(client, StandardCharsets.ISO_8859_1),
                            new String(server, StandardCharsets.ISO_8859_1));
        }
    }

    private static String bytes(Saying saying) {
        return switch (saying) {
            case Saying.Text text ->
                text.template().fill(new Holes(), Round.ONCE).orElseThrow() + "\r\n";
            case Saying.Raw raw -> raw.latin();
            case Saying.Message message -> message.latin();
        };
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
