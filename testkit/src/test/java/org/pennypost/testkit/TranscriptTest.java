package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TranscriptTest {
    private final EchoStage stage = new EchoStage();

    @ParameterizedTest
    @EnumSource(Pace.class)
    void aConversationThatGoesAsWrittenPasses(Pace pace) throws Exception {
        play(pace, """
                # RFC 0 §0  everything that can be written
                given  name alice        # and a comment
                tls as alice of INBOX
                S: hello
                C: one
                S: you said one
                C: id
                S: id {{id:[0-9]+}}
                [2] S: hello
                C: two
                any-order
                S: you said two
                end
                C*3: n{{i}}
                S: you said n1
                S: you said n{{n}}
                S: you said n3
                C~: \\x61b\\r\\nx{5}\\r\\n
                S: you said ab
                S: you said xxxxx
                C: id
                S: id {{id}}
                starttls
                wait 31m
                stored bob
                    a line

                    another
                never you said never
                C: bye
                closed
                """);

        assertThat(stage.done)
                .containsExactly(
                        "given [name, alice]",
                        "connect [alice, of, INBOX] tls",
                        "connect []",
                        "starttls",
                        "wait PT31M",
                        "stored [bob] a line\r\n\r\nanother",
                        "close",
                        "close");
    }

    @Test
    void pipelinedLinesLeaveTogetherUpToOneThatMustWait() throws Exception {
        play(Pace.PIPELINED, """
                S: hello
                C: a
                S: you said a
                C: alone
                S: you said alone
                C: b
                S: you said b
                C: c
                S: you said c
                """);

        assertThat(stage.writes).containsExactly("a\r\nalone\r\n".length(), "b\r\nc\r\n".length());
    }

    @Test
    void byteByByteIsByteByByte() throws Exception {
        play(Pace.BYTE_BY_BYTE, "S: hello\nC: abc\nS: you said abc\n");

        assertThat(stage.writes).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void aLongLineKeepsItsEndsByteByByte() throws Exception {
        play(Pace.BYTE_BY_BYTE, "S: hello\nC~: x{1000000}\\r\\n\nS: you said {{text}}\n");

        assertThat(stage.writes).hasSize(3001).contains(1_000_002 - 3000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    S: good day                                | t.txt:1: expected  good day got hello
                    S: hello\\nC: a\\nS: you said b            | t.txt:3: expected  you said b got you said a
                    S: hello\\nC: id\\nS: id {{id}}\\nC: a{{id}}\\nS: you said {{id}} | t.txt:5: expected  you said {{id}} got you said a{{id}}
                    S: hello\\nS: more                         | t.txt:2: java.io.IOException: nothing came
                    C: a\\nS: hello                            | t.txt: the server said more than the transcript: you said a
                    S: hello\\nC: bye\\nS: bye                 | t.txt:3: expected  bye got (closed)
                    S: hello\\nC: a\\nclosed                   | t.txt:3: expected  (closed) got you said a
                    S: hello\\nC: lf\\nS: bare                 | t.txt:3: expected  bare got bare   (ended by a bare LF)
                    S: hello\\nC: a\\nS: {{text}}\\nnever you said {{text}} | t.txt:3: expected  never you said {{text}} got you said a
                    S: hello\\nfault                           | t.txt: a fault in the server
                    S: hello\\nany-order\\nS: x\\nS: y\\nend   | t.txt:2:
                    """)
    void whatGoesOtherwiseIsShownWithItsPlace(String transcript, String message) {
        assertThatThrownBy(() -> play(Pace.WHOLE_LINES, transcript.replace("\\n", "\n")))
                .isInstanceOf(AssertionError.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())
                                .replaceAll("\\s*\\n\\s*", " ")
                                .replaceAll(" got +", " got "))
                        .startsWith(message.replaceAll(" +\\|.*", "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    C~: a\\q                | t.txt:1: there is no escape \\q
                    C~: a{x}                | t.txt:1: a brace repeats what is before it
                    wait long               | t.txt:1: 'wait' takes a time such as 31m
                    only slowly             | t.txt:1: 'only' takes the names of paces
                    S~: x                   | t.txt:1: a server's line is text
                    end                     | t.txt:1: 'end' without 'any-order'
                    any-order               | t.txt:1: 'any-order' has no 'end'
                    C<: absent.eml          | t.txt:1: cannot read 'absent.eml'
                    given colour blue       | t.txt:1: there is no 'given colour' here, only 'given name'
                    dance                   | t.txt:1: there is no 'dance' here
                    """)
    void whatCannotBeReadIsNamedWithItsPlace(String transcript, String message) {
        assertThatThrownBy(() -> play(Pace.WHOLE_LINES, transcript))
                .isInstanceOf(BadTranscript.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aFileIsSentStuffedWithItsDot() throws Exception {
        Transcript transcript = Transcript.parse(
                "t.txt",
                "S: hello\nC<: m.eml\nS: you said a\nS: you said ..b\nS: you said .\n",
                file -> "a\r\n.b".getBytes(StandardCharsets.US_ASCII));
        Transcripts.play(transcript, stage, Pace.WHOLE_LINES);

        assertThat(stage.writes).containsExactly("a\r\n..b\r\n.\r\n".length());
    }

    private void play(Pace pace, String text) throws Exception {
        Transcripts.play(Transcript.parse("t.txt", text), stage, pace);
    }
}
