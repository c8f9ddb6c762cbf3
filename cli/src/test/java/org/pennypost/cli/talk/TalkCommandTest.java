package org.pennypost.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.Printable;
import org.pennypost.cli.RunsPennypost;
import org.pennypost.cli.ScriptedServer;
import org.pennypost.testkit.Transcripts;

class TalkCommandTest {
    @TempDir
    Path folder;

    private final FakeConsole fake = new FakeConsole();

    @Test
    void holdsTheTutorialsSession() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("""
                S: 220 ready
                C: HELO .
                S: 250 hello
                C: MAIL FROM: root@yahoo.com
                S: 250 OK
                C: RCPT TO: alice@example.test
                S: 250 OK
                C: DATA
                S: 354 go on
                C: SUBJECT: x
                C: see you later ;-)
                C: .
                S: 250 kept
                C: QUIT
                S: 221 bye
                """)) {
            fake.input(
                    "HELO .\nMAIL FROM: root@yahoo.com\nRCPT TO: alice@example.test\nDATA\nSUBJECT: x\nsee you later ;-)\n.\nQUIT\n");
            Path transcript = folder.resolve("lesson.txt");
            assertThat(talk(server, "--save", transcript.toString())).isEqualTo(ExitCode.OK);
            assertThat(server.failure()).isEmpty();
            assertThat(fake.out()).isEqualTo("220 ready\n250 hello\n250 OK\n250 OK\n354 go on\n250 kept\n221 bye\n");
            assertThat(fake.err())
                    .contains("# connected to 127.0.0.1", "a line that holds only a dot", "the server closed");
            assertThat(Files.readAllLines(transcript))
                    .containsExactly(
                            "# talk 127.0.0.1:" + server.port() + ", 2026-11-23T12:00:00Z; secrets are masked",
                            "S: 220 ready",
                            "C: HELO .",
                            "S: 250 hello",
                            "C: MAIL FROM: root@yahoo.com",
                            "S: 250 OK",
                            "C: RCPT TO: alice@example.test",
                            "S: 250 OK",
                            "C: DATA",
                            "S: 354 go on",
                            "C: SUBJECT: x",
                            "C: see you later ;-)",
                            "C: .",
                            "S: 250 kept",
                            "C: QUIT",
                            "S: 221 bye",
                            "closed");
        }
    }

    @Test
    void whatWasSavedReplaysAsATestInEveryMode() throws Throwable {
        String script = """
                S: 220 {{ready}} \u0001
                C: EHLO me
                S: 250-me
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                tls
                C: {{odd}} \\
                S: 250 OK
                C: QUIT
                S: 221 bye
                """;
        Path transcripts = Files.createDirectory(folder.resolve("transcripts"));
        try (ScriptedServer server = ScriptedServer.start(script)) {
            fake.input("EHLO me\nSTARTTLS\n{{odd}} \\\nQUIT\n");
            talk(
                    server,
                    "--insecure",
                    "--save",
                    transcripts.resolve("saved.txt").toString());
            assertThat(server.failure()).isEmpty();
        }
        List<DynamicTest> replays =
                tests(Transcripts.in(transcripts, _ -> new ReplayStage(script))).toList();
        assertThat(replays).hasSizeGreaterThan(1);
        for (DynamicTest replay : replays) {
            replay.getExecutable().execute();
        }
    }

    private static Stream<DynamicTest> tests(Stream<? extends DynamicNode> nodes) {
        return nodes.flatMap(node -> switch (node) {
            case DynamicTest test -> Stream.of(test);
            case DynamicContainer container -> tests(container.getChildren());
            default -> throw new AssertionError(node);
        });
    }

    @Test
    void passwordsAreSentAndNotKept() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("""
                S: +OK ready
                C: USER alice
                S: +OK
                C: PASS open sesame
                S: +OK
                C: AUTH PLAIN
                S: +\s
                C: AGEAYg==
                S: +OK
                C: QUIT
                S: +OK
                """)) {
            fake.input("USER alice\nPASS open sesame\nAUTH PLAIN\nAGEAYg==\nQUIT\n");
            Path transcript = folder.resolve("t.txt");
            assertThat(talk(server, "--save", transcript.toString())).isEqualTo(ExitCode.OK);
            assertThat(server.failure()).isEmpty();
            assertThat(transcript)
                    .content()
                    .contains("C: PASS ***\n", "C: ***\n")
                    .doesNotContain("sesame", "AGEAYg");
        }
    }

    @Test
    void oddLinesAreSavedAsExactBytes() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.start("S: 220 ready\nC:  NOOP\tx\\\nS: 250 OK\nC: QUIT\nS: 221 bye\n")) {
            fake.input(" NOOP\tx\\\nQUIT\n");
            Path transcript = folder.resolve("t.txt");
            talk(server, "--save", transcript.toString());
            assertThat(server.failure()).isEmpty();
            assertThat(transcript).content().contains("C~: \\x20NOOP\\tx\\\\\\r\\n\n");
        }
    }

    @Test
    void starttlsGoesOnEncrypted() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("""
                S: 220 ready
                C: STARTTLS
                S: 220 go ahead
                tls
                C: EHLO me
                S: 250 secure
                C: QUIT
                S: 221 bye
                """)) {
            fake.input("STARTTLS\nEHLO me\nQUIT\n");
            Path transcript = folder.resolve("t.txt");
            assertThat(talk(server, "--insecure", "--save", transcript.toString()))
                    .isEqualTo(ExitCode.OK);
            assertThat(server.failure()).isEmpty();
            assertThat(fake.err()).contains("# encrypted: TLSv1.3");
            assertThat(transcript).content().contains("S: 220 go ahead\nstarttls\nC: EHLO me\n");
        }
    }

    @Test
    void plaintextBehindTheAgreementToTlsIsDropped() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("""
                S: 220 ready
                C: STARTTLS
                S: 220 go ahead\\r\\n250 injected
                tls
                C: QUIT
                S: 221 bye
                """)) {
            fake.input("STARTTLS\nQUIT\n");
            ExitCode code = talk(server, "--insecure");
            assertThat(fake.out()).doesNotContain("injected");
            assertThat(code).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void tlsFromTheStart() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("tls\nS: +OK ready\nC: QUIT\nS: +OK\n")) {
            fake.input("QUIT\n");
            assertThat(talk(server, "--tls", "--insecure")).isEqualTo(ExitCode.OK);
            assertThat(server.failure()).isEmpty();
            assertThat(fake.out()).isEqualTo("+OK ready\n+OK\n");
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        try (ScriptedServer server = ScriptedServer.start("tls\nS: +OK ready\n")) {
            fake.input("QUIT\n");
            assertThat(talk(server, "--tls")).isEqualTo(ExitCode.NO_PERMISSION);
            assertThat(fake.err()).contains("not trusted", "--insecure");
            assertThat(fake.out()).isEmpty();
        }
    }

    @Test
    void aServerThatLeavesEndsItWhoeverStillTypes() throws Exception {
        try (PipedOutputStream typist = new PipedOutputStream();
                PipedInputStream silence = new PipedInputStream(typist);
                ScriptedServer server = ScriptedServer.start("S: 421 too busy\n")) {
            fake.input(silence);
            assertThat(talk(server)).isEqualTo(ExitCode.OK);
            assertThat(fake.out()).isEqualTo("421 too busy\n");
        }
    }

    @Test
    void neverWritesOverAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
        try (ScriptedServer server = ScriptedServer.start("S: 220 ready\n")) {
            assertThat(talk(server, "--save", file.toString())).isEqualTo(ExitCode.CANNOT_CREATE);
        }
        assertThat(file).hasContent("mine");
    }

    @Test
    void nobodyThere() throws IOException {
        int port = ScriptedServer.unusedPort();
        assertThat(RunsPennypost.run(fake, List.of("talk", "127.0.0.1", Integer.toString(port))))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("nothing listens at 127.0.0.1:" + port).hasLineCount(1);
    }

    @Test
    void nonsenseAsServer() {
        assertThat(RunsPennypost.run(fake, List.of("talk", "http://example.test")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).hasLineCount(1);
    }

    @Test
    void whatServersSayCannotControlATerminal() {
        assertThat(Printable.of("a\u001B[2J\u0007b\tc\u202Ed")).isEqualTo("a\uFFFD[2J\uFFFDb\tc\uFFFDd");
    }

    private ExitCode talk(ScriptedServer server, String... options) {
        return RunsPennypost.run(fake, List.of("talk", "127.0.0.1:" + server.port()), options);
    }
}
