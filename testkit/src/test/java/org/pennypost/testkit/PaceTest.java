package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the client's bytes are cut into writes. */
class PaceTest {
    private static final String DIALOGUE = """
            S: 220 echo
            C: one
            S: 250 one
            C: two
            S: {{code}} two
            C: DATA
            S: 354 go
            C: body
            C: .
            S: 250 6 octets
            C: {{code}}
            S: 250 250
            """;

    @Test
    void wholeLinesLeaveOneByOne() throws Exception {
        assertThat(writes(Pace.WHOLE_LINES, DIALOGUE))
                .containsExactly("one\r\n", "two\r\n", "DATA\r\n", "body\r\n", ".\r\n", "250\r\n");
    }

    @Test
    void pipelinedLinesLeaveTogetherUpToOneThatMustWait() throws Exception {
        assertThat(writes(Pace.PIPELINED, DIALOGUE)).containsExactly("one\r\ntwo\r\nDATA\r\n", "body\r\n.\r\n250\r\n");
    }

    @Test
    void pipeliningStopsAtAHoleThatOnlyAReplyFills() throws Exception {
        assertThat(writes(Pace.PIPELINED, "S: 220 echo\nC: a\nS: 250 {{x}}\nC: b\nS: 250 b\nC: {{x}}\nS: 250 a\n"))
                .containsExactly("a\r\nb\r\n", "a\r\n");
    }

    @Test
    void pipeliningStopsAtAnythingThatIsNotSaidOnThisConnection() throws Exception {
        assertThat(writes(Pace.PIPELINED, """
                S: 220 echo
                C: a
                S: 250 a
                [2] S: 220 echo
                C: b
                S: 250 b
                wait 1s
                C: c
                S: 250 c
                """)).containsExactly("a\r\n", "b\r\n", "c\r\n");
    }

    @Test
    void whatIsPipelinedStaysBelowTheBuffersOfTheWayBack() throws Exception {
        List<String> writes =
                writes(Pace.PIPELINED, "S: 220 echo\nC*3000: 0123456789{{i}}\nS*3000: 250 0123456789{{i}}\n");

        assertThat(writes)
                .hasSizeBetween(3, 5)
                .allSatisfy(write -> assertThat(write).hasSizeLessThanOrEqualTo(16 << 10));
    }

    @Test
    void repeatedLinesWithoutPipeliningWaitForTheirReplies() throws Exception {
        assertThat(writes(
                        Pace.WHOLE_LINES,
                        "S: 220 echo\nC*2..3: a{{i}}\nC*2..3: b\nS*2..3: 250 a{{i}}\nS*2..3: 250 b\n"))
                .containsExactly("a2\r\n", "b\r\n", "a3\r\n", "b\r\n");
        assertThat(writes(Pace.WHOLE_LINES, "S: 220 echo\nC*2: a\nS*2: 250 a\nC*2: b\nS*2: 250 b\n"))
                .containsExactly("a\r\n", "a\r\n", "b\r\n", "b\r\n");
    }

    @Test
    void byteByByteIsByteByByteUntilItTakesTooLong() throws Exception {
        assertThat(writes(Pace.BYTE_BY_BYTE, "S: 220 echo\nC: ab\nS: 250 ab\n")).containsExactly("a", "b", "\r", "\n");
        assertThat(writes(Pace.BYTE_BY_BYTE, "S: 220 echo\nC~: x{1000000}\\r\\n\nS: 250 {{*}}\n"))
                .hasSizeBetween(16 << 10, 20_000);
    }

    @Test
    void aMessageFileLeavesDotStuffedWithCrlf() throws Exception {
        assertThat(writes(Pace.WHOLE_LINES, "S: 220 echo\nC: DATA\nS: 354 go\nC<: m.eml\nS: 250 {{*}}\n"))
                .containsExactly("DATA\r\n", "..a\r\nb.\r\n..\r\nc\r\n.\r\n");
    }

    private static List<String> writes(Pace pace, String text) throws Exception {
        EchoStage stage = new EchoStage(Carrier.MEMORY);
        Transcript transcript =
                Transcript.parse("t.txt", text, _ -> ".a\nb.\n.\nc".getBytes(StandardCharsets.US_ASCII));
        Transcripts.play(transcript, stage, pace);
        return stage.writes();
    }
}
