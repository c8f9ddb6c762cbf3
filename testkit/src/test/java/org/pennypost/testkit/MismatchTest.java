package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.AssertionFailedError;

/** A transcript fails where the server does anything else, and says where and what. */
class MismatchTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        S: 221 echo                                    | :1: the server says something else [whole-lines] expected S: 221 echo got S: 220 echo
        S: 220 echo/C: SILENT/S: 250 a                 | :3: the server does not answer [whole-lines] expected S: 250 a got nothing
        S: 220 echo/C: SEND/S: +OK                     | :3: the transcript ends here, but the server has said more [whole-lines] expected nothing got S: ..dot
        S: 220 echo/C: a/C: QUIT/S: 250 a/S: 221 bye/S: 250 | :6: the server closed the connection [whole-lines] expected S: 250 got closed
        S: 220 echo/C: a/C: QUIT/closed                | :4: the server says more before it closes [whole-lines] expected closed got S: 250 a
        S: 220 echo/C: RAW lf/S: lf                    | :3: the server ends a line with a bare LF [whole-lines] expected S: lf got S~: lf\\n
        S: 220 echo/C: a/S~: 250 a\\n                  | :3: the server sends other bytes [whole-lines] expected S~: 250 a\\n got S~: 250 a\\r
        S: {{x}} echo/C: a/S: {{x}} a                  | :3: the server says something else [whole-lines] expected S: {{x}} a with x=220 got S: 250 a
        S: 220 echo/C: a/S: {{x:[0-9]{2}}} a           | :3: the server says something else [whole-lines] expected S: {{x:[0-9]{2}}} a got S: 250 a
        S: {{x}} {{x}}                                 | :1: the server says something else
        S: 220 echo/C: a/S: {{*}}/never 250 {{text}}   | :3: the server says what line 4 forbids [whole-lines] expected never 250 {{text}} got S: 250 a
        S: 220 echo/C: SHUFFLE a b/any-order/S: 250 {{*}}/S: 250 c/end | :3: the server's lines do not fit in any order
        S: 220 echo/C*3: x{{i}}/S*3: 250 x2            | :3: the server says something else [whole-lines] expected S: 250 x2 got S: 250 x1
        S: 220 echo/C: SEND/S: +OK/starttls            | :4: the server has said more in plain text after its go-ahead for TLS
        S: 220 echo/C: SEND/S: +OK/S<: a.eml           | :4: line 1 of a.eml differs (dots doubled) [whole-lines] expected S: ..other got S: ..dot
        waited PT1S                                    | :1: waited is 'PT0S', not 'PT1S' [whole-lines]
        given colour blue                              | :1: given knows: greeting TEXT [whole-lines]
        dance                                          | :1: unknown word 'dance': this stage knows waited, restarts, block [whole-lines]
        S: 220 echo/C: BUG/closed                      | the server has a fault: java.lang.IllegalStateException: a bug
        """)
    void isReportedWithItsPlace(String transcript, String message) {
        assertThatThrownBy(() -> play(transcript.replace('/', '\n')))
                .isInstanceOf(AssertionError.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .asString()
                        .satisfies(got -> assertThat(got.replaceAll("\\s+", " "))
                                .contains(message.startsWith(":") ? "t.txt" + message : message)));
    }

    @Test
    void showsTheDialogueAndCarriesBothSidesForComparison() {
        assertThatThrownBy(() -> play("S: 220 echo\nC: one\nS: 250 two\n"))
                .isInstanceOfSatisfying(AssertionFailedError.class, e -> {
                    assertThat(e.getExpected().getStringRepresentation()).isEqualTo("S: 250 two");
                    assertThat(e.getActual().getStringRepresentation()).isEqualTo("S: 250 one");
                })
                .hasMessage("""
                        t.txt:3: the server says something else [whole-lines]
                          expected  S: 250 two
                          got       S: 250 one
                        The dialogue so far:
                          S: 220 echo
                          C: one
                          S: 250 one
                        """);
    }

    @Test
    void aFaultOfTheServerFailsADialogueThatWentWell() {
        assertThatThrownBy(() -> play("S: 220 echo\nC: BUG\n"))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    private static void play(String text) throws Exception {
        Transcript transcript =
                Transcript.parse("t.txt", text, _ -> ".other\nlast\n".getBytes(StandardCharsets.US_ASCII));
        Transcripts.play(transcript, new EchoStage(Carrier.MEMORY), Pace.WHOLE_LINES);
    }
}
