package org.pennypost.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;
import org.pennypost.cli.ScriptedServer;

/** Literals of IMAP (RFC 9051 §4.3) and ManageSieve (RFC 5804 §4), as a script says them. */
class TalkLiteralsTest {
    @TempDir
    Path folder;

    private final FakeConsole fake = new FakeConsole();

    @Test
    void octetsAreSentAsAnnouncedAndTheCommandGoesOnBehindThem() throws Exception {
        assertThat(talk("""
                S: * OK ready
                C: a APPEND INBOX {16}
                S: + go on
                C: Subject: grün
                C:\s
                S: a OK kept
                C: b RENAME {3}
                S: + go on
                C: old {3}
                S: + go on
                C: new
                S: b OK renamed
                C: c LOGOUT
                S: * BYE
                S: c OK
                """, "a APPEND INBOX {16}\nSubject: grün\n\nb RENAME {3}\nold {3}\nnew\nc LOGOUT\n"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out())
                .isEqualTo("* OK ready\n+ go on\na OK kept\n+ go on\n+ go on\nb OK renamed\n* BYE\nc OK\n");
    }

    @Test
    void whatNeedsNoPermissionIsSentAtOnce() throws Exception {
        assertThat(talk("""
                S: * OK ready
                C: a APPEND INBOX {5+}
                C: helloworld {0+}
                C:\s
                S: a OK kept
                """, "a APPEND INBOX {5+}\nhelloworld {0+}\n\n")).isEqualTo(ExitCode.OK);
    }

    /** Else the lines of a message that is not wanted would be taken for commands. */
    @Test
    void aScriptGoesOnBehindALiteralThatIsRefused() throws Exception {
        assertThat(talk("""
                S: * OK ready
                C: a APPEND Nowhere {24}
                S: a NO [TRYCREATE] no such mailbox
                C: b NOOP
                S: b OK
                C: c APPEND Nowhere {10}
                S: c NO [TRYCREATE] no such mailbox
                C: d NOOP
                S: d OK
                """, """
                a APPEND Nowhere {24}
                a LOGOUT
                b DELETE INBOX {3}
                abc
                b NOOP
                c APPEND Nowhere {10}
                a LOGOUT

                d NOOP
                """)).isEqualTo(ExitCode.OK);
        assertThat(fake.err()).contains("was not sent, and its literal in the input was skipped");
    }

    @Test
    void aFileIsALiteral() throws Exception {
        Path mail = Files.writeString(folder.resolve("a b.eml"), "Subject: one\n\nhello\r\n");
        byte[] odd = {0, 'x', '\n', (byte) 0xC3, '\r'};
        Path binary = Files.write(folder.resolve("binary"), odd);
        assertThat(talk("""
                S: * OK ready
                C: a APPEND INBOX (\\Seen) {23}
                S: + go on
                C: Subject: one
                C:\s
                C: hello
                C:  (\\Draft) {23}
                S: + go on
                C: Subject: one
                C:\s
                C: hello
                C:\s
                S: a OK kept
                C: b NOOP
                S: b OK
                """, "a APPEND INBOX (\\Seen) {=%s} (\\Draft) {=%s}\nb NOOP\n".formatted(mail, mail)))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.err()).contains("23 octets of " + mail + " sent; 2 of its line ends became CRLF");

        assertThat(sent(binary, true)).containsExactly(odd);
        assertThat(sent(binary, false)).containsExactly(0, 'x', '\r', '\n', 0xC3, '\r', '\n');
        byte[] big = new byte[100_001];
        Arrays.fill(big, (byte) '\n');
        assertThat(sent(Files.write(folder.resolve("big"), big), false)).hasSize(200_002);
    }

    private static byte[] sent(Path file, boolean exact) throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        FileLiteral literal =
                FileLiteral.in((exact ? "~" : "") + "{=" + file + "}").files().getFirst();
        literal.writeTo(sent::write);
        assertThat(literal.octets()).isEqualTo(sent.size());
        return sent.toByteArray();
    }

    @Test
    void aFileThatChangesMeanwhileBreaksTheConnection() throws Exception {
        Path file = Files.writeString(folder.resolve("log"), "one\n");
        FileLiteral literal = FileLiteral.in("{=" + file + "}").files().getFirst();
        for (String now : List.of("one\ntwo\n", "on")) {
            Files.writeString(file, now);
            assertThatIOException()
                    .isThrownBy(() -> literal.writeTo((_, _, _) -> {}))
                    .withMessageContaining("has changed");
        }
    }

    @Test
    void aFileThatIsNotThereIsSaidBeforeAnythingIsSent() throws Exception {
        assertThat(talk("S: * OK ready\nC: <closed>\n", "a APPEND INBOX {=nowhere.eml}\na NOOP\n"))
                .isEqualTo(ExitCode.NO_INPUT);
        assertThat(fake.err()).contains("there is no file nowhere.eml: nothing was sent");
    }

    @Test
    void inQuotedStringsAndWhereLinesGoExactlyBracesMeanThemselves() throws Exception {
        assertThat(talk("""
                S: * OK ready
                C: a SEARCH SUBJECT "\\"{=x}"
                S: a OK
                """, "a SEARCH SUBJECT \"\\\"{=x}\"\n")).isEqualTo(ExitCode.OK);
        assertThat(talk("S: * OK ready\nC: NOOP\nS: * BAD no tag\nC: a {=x}\nS: a BAD\n", "NOOP\na {=x}\n", "--exact"))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void answersWithLiteralsAreAnsweredWhenTheirLineEnds() throws Exception {
        assertThat(talk("""
                S: * OK ready
                C: a FETCH 1 BODY[]
                S: * 1 FETCH (BODY[] {28}
                S: a OK this is content {5}
                S: xyz UID 3)
                S: a OK done {4}
                C: b NOOP
                S: b OK
                """, "a FETCH 1 BODY[]\nb NOOP\n")).isEqualTo(ExitCode.OK);
        assertThat(fake.out()).isEqualTo("""
                        * OK ready
                        * 1 FETCH (BODY[] {28}
                        a OK this is content {5}
                        xyz UID 3)
                        a OK done {4}
                        b OK
                        """);
    }

    @Test
    void manageSieveHasLiteralsToo() throws Exception {
        Path script = Files.writeString(folder.resolve("a.sieve"), "keep;\n");
        assertThat(talk("""
                S: "IMPLEMENTATION" "x"
                S: OK
                C: PUTSCRIPT "a" {7+}
                C: keep;
                C:\s
                S: NO {13}
                S: OK
                S: line two
                C: LOGOUT
                S: OK
                """, "PUTSCRIPT \"a\" {=%s}\nLOGOUT\n".formatted(script)))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void secretsInLiteralsAreNotKept() throws Exception {
        Path transcript = folder.resolve("t.txt");
        assertThat(talk("""
                S: * OK ready
                C: a LOGIN {5}
                S: + go on
                C: alice {6}
                S: + go on
                C: sesame
                S: a NO
                C: LOGIN LOGIN alice {6+}
                C: sesame
                S: LOGIN OK
                """, """
                a LOGIN {5}
                alice {6}
                sesame
                LOGIN LOGIN alice {6+}
                sesame
                """, "--exact", "--save", transcript.toString())).isEqualTo(ExitCode.OK);
        assertThat(Files.readAllLines(transcript))
                .filteredOn(line -> line.matches("[CS]~?:.*"))
                .containsExactly(
                        "S: * OK ready",
                        "C: a LOGIN {5}",
                        "S: + go on",
                        "C: alice {3}",
                        "S: + go on",
                        "C: ***",
                        "S: a NO",
                        "C: LOGIN LOGIN alice {3+}",
                        "C: ***",
                        "S: LOGIN OK");
    }

    @Test
    void literalsAreSavedAsTheyWentOverTheWire() throws Exception {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {0, '{', '\n', 'x'});
        Path transcript = folder.resolve("t.txt");
        assertThat(talk(
                        """
                S: * OK ready
                C: a APPEND INBOX {7+}
                C: hello
                C:  {3+}
                C: abc\s
                S: a OK
                C: b APPEND INBOX ~{4}
                S: + go on
                C: \0{<no CR>
                C: x
                S: b OK
                """.replace("\\0", "\0"),
                        "a APPEND INBOX {7+}\nhello\n {3+}\nabc \nb APPEND INBOX ~{=%s}\n".formatted(binary),
                        "--save",
                        transcript.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(Files.readAllLines(transcript))
                .filteredOn(line -> line.matches("[CS]~?:.*"))
                .containsExactly(
                        "S: * OK ready",
                        "C: a APPEND INBOX {7+}",
                        "C: hello",
                        "C~: \\x20\\x7b3+}\\r\\n",
                        "C~: abc \\r\\n",
                        "S: a OK",
                        "C: b APPEND INBOX ~{4}",
                        "S: + go on",
                        "C~: \\0\\x7b\\n",
                        "C: x",
                        "S: b OK");
    }

    @Test
    void idleLastsUntilDone() throws Exception {
        assertThat(talk("""
                S: * OK ready
                C: a IDLE
                S: + idling
                C: DONE
                S: a OK
                C: b NOOP
                S: b OK
                """, "a IDLE\nDONE\nb NOOP\n")).isEqualTo(ExitCode.OK);
        assertThat(fake.err()).contains("DONE ends that");
    }

    @Test
    void tagsAreAddedWhereTheyAreLeftOut() throws Exception {
        assertThat(talk("""
                S: * OK ready
                C: t1 LOGIN alice sesame
                S: t1 OK
                C: t2 uid fetch 1 FLAGS
                S: t2 OK
                C: x1 NOOP
                S: x1 OK
                C: NONSENSE
                S: NONSENSE BAD what?
                C:\s
                C:  a NOOP
                S: * BAD no tag
                C: t3 LOGOUT
                S: t3 OK
                """, "LOGIN alice sesame\nuid fetch 1 FLAGS\nx1 NOOP\nNONSENSE\n\n a NOOP\nLOGOUT\n"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.err())
                .contains("# t1 LOGIN alice ***", "# t2 uid fetch 1 FLAGS")
                .doesNotContain("sesame");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a APPEND INBOX {7+}\nhello\n",
                "a APPEND INBOX {6+}\nhello\n",
                "a APPEND INBOX {1+}\nü\n",
                "a APPEND INBOX {100+}\nhello\n"
            })
    void aScriptThatCountsWronglyIsToldSo(String script) throws Exception {
        String first = script.lines().findFirst().orElseThrow();
        assertThat(talk("S: * OK ready\nC: " + first + "\nC: hello\nC: more\n", script))
                .isEqualTo(ExitCode.DATA);
        assertThat(fake.err().lines().filter(line -> line.startsWith("pennypost: ")))
                .singleElement()
                .asString()
                .containsAnyOf("ended in the middle of a command", "octets left", "octets before the end");
    }

    @Test
    void aScriptIsText() throws Exception {
        fake.input(new ByteArrayInputStream("a NOOP\na SEARCH TEXT \u00fc\n".getBytes(StandardCharsets.ISO_8859_1)));
        try (ScriptedServer server = ScriptedServer.start("S: * OK ready\nC: a NOOP\nS: a OK\nC: x\n")) {
            assertThat(RunsPennypost.run(fake, List.of("talk", "127.0.0.1:" + server.port())))
                    .isEqualTo(ExitCode.DATA);
        }
        assertThat(fake.err()).contains("line 2 of the input is no UTF-8");
    }

    @Test
    void aSizeThatNobodyMeansIsForTheServerToRefuse() throws Exception {
        assertThat(talk("""
                S: * OK ready
                C: a APPEND INBOX {9223372036854775808}
                S: a BAD too large
                """, "a APPEND INBOX {9223372036854775808}\n")).isEqualTo(ExitCode.OK);
    }

    private ExitCode talk(String server, String script, String... options) throws IOException, InterruptedException {
        fake.forget();
        fake.input(script);
        try (ScriptedServer scripted = ScriptedServer.start(server)) {
            List<String> arguments = new ArrayList<>(List.of("talk", "127.0.0.1:" + scripted.port()));
            ExitCode code = RunsPennypost.run(fake, arguments, options);
            if (code == ExitCode.OK) {
                assertThat(scripted.failure()).isEmpty();
            }
            return code;
        }
    }
}
