package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # nothing                     | 1: nothing is said here: write
        C: a/s: b                     | 2: 's: b' is no line of a transcript: write 'C: ...'
        C: a/ S: b                    | 2: an indented line belongs to a block
        C:a                           | 1: write a blank after the colon: 'C: a'
        [0] C: a                      | 1: connections are numbered from [1]
        C~: a\\q                      | 1: there is no escape \\q
        C~: a{x}                      | 1: a brace repeats what is before it
        C~: a{999999999}              | 1: more than 67108864 bytes in one line
        C~: \\x4                      | 1: \\x takes two hexadecimal digits
        C~:                           | 1: no bytes follow
        C*0: a                        | 1: repeat a line 1 to 100000 times
        C*9..1: a                     | 1: repeat a line 1 to 100000 times
        S: {{i}}                      | 1: {{i}} counts repetitions: write 'S*1000: ...'
        S: {{x                        | 1: a hole is not closed: write {{name}}
        S: {{X}}                      | 1: 'X' cannot name a hole
        S: {{x:[}}                    | 1: the pattern of {{x}} is wrong: Unclosed
        C<: absent.eml                | 1: cannot read 'absent.eml'
        wait                          | 1: write one time after wait
        wait long                     | 1: write one time after wait
        only slowly  # so             | 1: 'only' knows no 'slowly': there are whole-lines, byte-by-byte, pipelined, memory, socket
        only whole-lines              | 1: write the ways that remain, and the reason behind a #
        C: a/only whole-lines  # so   | 2: 'only' stands before the conversation
        end                           | 1: 'end' without 'any-order'
        any-order/S: a                | 2: the any-order of line 1 has no end
        any-order/C: a/end            | 2: between any-order and end stand
        any-order/S: a/[2] S: a/end   | 3: between any-order and end stand
        any-order/end                 | 2: nothing stands between
        as alice/as bob               | 2: connection 1 is open already
        C: a/tls                      | 2: 'tls' stands before
        tls alice                     | 1: behind 'tls' stands nothing, or 'as'
        closed now                    | 1: 'closed' stands alone
        never S: a                    | 1: write the server's line itself
        given                         | 1: say what is given
        given "a                      | 1: a quoted word does not end
        [2] wait 3m                   | 1: 'wait' is not about one connection
        stored <<</a                  | 2: the block of line 1 has no end
        """)
    void whatCannotBeReadIsNamedWithItsPlace(String transcript, String message) {
        assertThatThrownBy(() -> Transcript.parse("t.txt", transcript.replace('/', '\n')))
                .isInstanceOf(BadTranscript.class)
                .hasMessageStartingWith("t.txt:" + message);
    }

    @Test
    void whatAClientSaysIsLiteralUnlessTheServerHasFilledIt() throws Exception {
        Transcript transcript =
                Transcript.parse("t.txt", "S: {{code}} echo\nC: {{odd}} {{code}} {{i}} {{text}} {{\nS: 250 {{*}}\n");
        EchoStage stage = new EchoStage(Carrier.MEMORY);
        Transcripts.play(transcript, stage, Pace.WHOLE_LINES);

        assertThat(stage.writes()).containsExactly("{{odd}} 220 {{i}} {{text}} {{\r\n");
    }

    @Test
    void wordsMayBeQuotedAndCommentsEndALine() {
        assertThat(Words.split("  account  \"al ice\" \"a\\\"b\" <\"x y\"@z> #c  d"))
                .containsExactly("account", "al ice", "a\"b", "<\"x", "y\"@z>");
        assertThat(Words.split("a#b \"#\"")).containsExactly("a#b", "#");
    }

    @Test
    void onlyRestrictsWhatItNames() {
        Transcript paced = Transcript.parse("t.txt", "only whole-lines  # why\nC: a\n");
        assertThat(paced.allows(Pace.WHOLE_LINES, Carrier.SOCKET)).isTrue();
        assertThat(paced.allows(Pace.PIPELINED, Carrier.SOCKET)).isFalse();

        Transcript carried = Transcript.parse("t.txt", "only memory  # why\nC: a\n");
        assertThat(carried.allows(Pace.PIPELINED, Carrier.MEMORY)).isTrue();
        assertThat(carried.allows(Pace.PIPELINED, Carrier.SOCKET)).isFalse();
    }
}
