package org.pennypost.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.cli.ExitCode;
import org.pennypost.cli.FakeConsole;
import org.pennypost.cli.RunsPennypost;
import org.pennypost.cli.ScriptedServer;

class SendCommandTest {
    private static final String HELLO = """
        S: 220 ready
        C: EHLO [127.0.0.1]
        S: 250 ready
        """;
    private static final String RAW = "From: bob@example.test\r\nTo: alice@example.test\r\n\r\n.dot\r\n";

    @TempDir
    Path folder;

    private final FakeConsole fake = new FakeConsole();

    @Test
    void dryRunPrintsTheMessage() {
        fake.input("see you later ;-)\n");
        assertThat(send(
                        "--dry-run",
                        "--from",
                        "Bob <bob@example.test>",
                        "--to",
                        "alice@example.test",
                        "--cc",
                        "c@example.test",
                        "--bcc",
                        "hidden@example.test",
                        "--subject",
                        "Grüße"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out())
                .contains(
                        "From: Bob <bob@example.test>\r\n",
                        "To: alice@example.test\r\n",
                        "Cc: c@example.test\r\n",
                        "Subject: =?utf-8?",
                        "Message-ID: <",
                        "\r\n\r\nsee you later ;-)\r\n")
                .doesNotContain("hidden");
    }

    @Test
    void sendsAMessageAsItIsAndSaysWhatBecameOfIt() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), RAW);
        try (ScriptedServer server = ScriptedServer.start(HELLO + """
            C: MAIL FROM:<bob@example.test>
            S: 250 2.1.0 OK
            C: RCPT TO:<alice@example.test>
            S: 250 2.1.5 OK
            C: DATA
            S: 354 go on
            C: From: bob@example.test
            C: To: alice@example.test
            C:\s
            C: ..dot
            C: .
            S: 250 2.0.0 kept
            C: QUIT
            S: 221 bye
            """)) {
            ExitCode code = send("--server", "127.0.0.1:" + server.port(), "--raw", file.toString(), "--verbose");
            assertThat(server.failure()).isEmpty();
            assertThat(code).isEqualTo(ExitCode.OK);
            assertThat(fake.out()).contains("alice@example.test: 250 2.0.0 kept", "sent " + RAW.length() + " bytes");
            assertThat(fake.err()).contains("C: MAIL FROM:<bob@example.test>\n", "S: 250 2.0.0 kept\n");
        }
    }

    @Test
    void asksForReports() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), RAW);
        try (ScriptedServer server = ScriptedServer.start("""
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250-ready
            S: 250 DSN
            C: MAIL FROM:<bob@example.test> RET=HDRS ENVID=letter+2B1
            S: 250 2.1.0 OK
            C: RCPT TO:<alice@example.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;alice@example.test
            S: 250 2.1.5 OK
            C: DATA
            S: 354 go on
            C: From: bob@example.test
            C: To: alice@example.test
            C:\s
            C: ..dot
            C: .
            S: 250 2.0.0 kept
            C: QUIT
            S: 221 bye
            """)) {
            ExitCode code = send(
                    "--server",
                    "127.0.0.1:" + server.port(),
                    "--raw",
                    file.toString(),
                    "--notify",
                    "delay,success",
                    "--ret=hdrs",
                    "--envid=letter+1");
            assertThat(server.failure()).isEmpty();
            assertThat(code).isEqualTo(ExitCode.OK);
            assertThat(fake.err()).doesNotContain("note");
        }
    }

    @Test
    void saysWhereNobodyReports() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), RAW);
        try (ScriptedServer server = ScriptedServer.start(HELLO + """
            C: MAIL FROM:<bob@example.test>
            S: 250 2.1.0 OK
            C: RCPT TO:<alice@example.test>
            S: 550 5.1.1 no such user
            C: RSET
            S: 250 2.0.0 OK
            C: QUIT
            S: 221 bye
            """)) {
            send("--server", "127.0.0.1:" + server.port(), "--raw", file.toString(), "--notify=success");
            assertThat(server.failure()).isEmpty();
            assertThat(fake.err()).contains("takes no wishes about delivery reports");
        }
    }

    @ParameterizedTest
    @CsvSource({"--notify, always, NOTIFY", "--ret, nothing, RET=HDRS", "--envid, grüße, printable ASCII"})
    void wishesThatNobodyUnderstands(String option, String value, String told) {
        assertThat(send("--from", "b@example.test", "--to", "a@example.test", option, value, "text"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).contains(option + ": ", told);
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 no such user, NO_USER",
        "550 no such user, NO_USER",
        "450 4.2.1 later, TEMPORARY",
        "550 5.7.1 no relaying, NO_PERMISSION",
        "550 5.1.2 no such domain, NO_HOST",
        "552 5.3.4 too large, DATA",
        "550 5.6.0 never, UNAVAILABLE"
    })
    void aRefusedRecipientDecidesTheExitCode(String reply, ExitCode expected) throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), RAW);
        try (ScriptedServer server = ScriptedServer.start(HELLO
                + "C: MAIL FROM:<bob@example.test>\nS: 250 OK\nC: RCPT TO:<alice@example.test>\nS: " + reply
                + "\nC: RSET\nS: 250 OK\nC: QUIT\nS: 221 bye\n")) {
            assertThat(send("--server", "127.0.0.1:" + server.port(), "--raw", file.toString()))
                    .isEqualTo(expected);
            assertThat(fake.err())
                    .contains("not sent to alice@example.test: " + reply)
                    .hasLineCount(1);
            assertThat(fake.out()).isEmpty();
        }
    }

    /** RFC 6152 §3: a server without 8BITMIME gets 7 bits, and the sender is told. */
    @Test
    void aServerOfSevenBitsGetsTheMessageEncoded() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), """
                From: bob@example.test
                To: alice@example.test
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                Grüße
                Bob
                """);
        try (ScriptedServer server = ScriptedServer.start(HELLO + """
            C: MAIL FROM:<bob@example.test>
            S: 250 OK
            C: RCPT TO:<alice@example.test>
            S: 250 OK
            C: DATA
            S: 354 go on
            C: From: bob@example.test
            C: To: alice@example.test
            C: MIME-Version: 1.0
            C: Content-Type: text/plain; charset=utf-8
            C: Content-Transfer-Encoding: quoted-printable
            C:\s
            C: Gr=C3=BC=C3=9Fe
            C: Bob
            C: .
            S: 250 kept
            C: QUIT
            S: 221 bye
            """)) {
            ExitCode code = send("--server", "127.0.0.1:" + server.port(), "--raw", file.toString());
            assertThat(server.failure()).isEmpty();
            assertThat(code).isEqualTo(ExitCode.OK);
            assertThat(fake.err()).contains("note: the server takes 7 bits only: the message was encoded for it");
        }
    }

    /** RFC 5321 §2.4: of what is no MIME no server is asked to take 8 bits, so it becomes MIME, and the sender is told. */
    @Test
    void eightBitsWithoutMimeVersionGetIt() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), """
                From: bob@example.test
                To: alice@example.test

                Grüße
                """);
        try (ScriptedServer server = ScriptedServer.start(HELLO.replace("S: 250 ", "S: 250-8BITMIME\nS: 250 ") + """
            C: MAIL FROM:<bob@example.test>
            S: 250 OK
            C: RCPT TO:<alice@example.test>
            S: 250 OK
            C: DATA
            S: 354 go on
            C: From: bob@example.test
            C: To: alice@example.test
            C: MIME-Version: 1.0
            C: Content-Type: text/plain; charset=unknown-8bit
            C: Content-Transfer-Encoding: quoted-printable
            C:\s
            C: Gr=C3=BC=C3=9Fe
            C: .
            S: 250 kept
            C: QUIT
            S: 221 bye
            """)) {
            ExitCode code = send("--server", "127.0.0.1:" + server.port(), "--raw", file.toString());
            assertThat(server.failure()).isEmpty();
            assertThat(code).isEqualTo(ExitCode.OK);
            assertThat(fake.err()).contains("does not say MIME-Version: it was encoded");
        }
    }

    /** RFC 6376 §5.3: what is signed is not changed; it is refused, and the sender is told why. */
    @Test
    void whatIsSignedIsNotEncodedOnTheWay() throws Exception {
        Path file = Files.writeString(
                folder.resolve("letter.eml"),
                "DKIM-Signature: v=1; b=x\nMIME-Version: 1.0\nFrom: bob@example.test\nTo: alice@example.test\n\nGrüße\n");
        try (ScriptedServer server = ScriptedServer.start(HELLO + "C: QUIT\nS: 221 bye\n")) {
            ExitCode code = send("--server", "127.0.0.1:" + server.port(), "--raw", file.toString());
            assertThat(code).isNotEqualTo(ExitCode.OK);
            assertThat(fake.err()).contains("that would break its DKIM signature", "8BITMIME");
        }
    }

    @Test
    void someRecipientsGetItAndOthersDoNot() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), RAW);
        try (ScriptedServer server = ScriptedServer.start(HELLO + """
            C: MAIL FROM:<bob@example.test>
            S: 250 OK
            C: RCPT TO:<alice@example.test>
            S: 250 OK
            C: RCPT TO:<nobody@example.test>
            S: 550 5.1.1 nobody
            C: DATA
            S: 354 go on
            C: From: bob@example.test
            C: To: alice@example.test
            C:\s
            C: ..dot
            C: .
            S: 250 kept
            C: QUIT
            S: 221 bye
            """)) {
            ExitCode code = send(
                    "--server",
                    "127.0.0.1:" + server.port(),
                    "--raw",
                    file.toString(),
                    "--to",
                    "alice@example.test",
                    "--to",
                    "nobody@example.test",
                    "--json");
            assertThat(server.failure()).isEmpty();
            assertThat(code).isEqualTo(ExitCode.NO_USER);
            assertThat(fake.out())
                    .contains(
                            "{\"address\":\"alice@example.test\",\"accepted\":true,",
                            "{\"address\":\"nobody@example.test\",\"accepted\":false,\"step\":\"RECIPIENT\",\"code\":550,")
                    .hasLineCount(1);
        }
    }

    @Test
    void logsInInsideTlsAndKeepsTheSecretOutOfTheDialogue() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), RAW);
        try (ScriptedServer server = ScriptedServer.start("""
            S: 220 ready
            C: EHLO [127.0.0.1]
            S: 250-ready
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go
            tls
            C: EHLO [127.0.0.1]
            S: 250-ready
            S: 250 AUTH LOGIN PLAIN
            C: AUTH PLAIN AGJvYgBvcGVuIHNlc2FtZQ==
            S: 535 5.7.8 wrong
            C: QUIT
            S: 221 bye
            """)) {
            fake.environment("PENNYPOST_PASSWORD", "open sesame");
            ExitCode code = send(
                    "--server",
                    "127.0.0.1:" + server.port(),
                    "--tls",
                    "required",
                    "--insecure",
                    "--user",
                    "bob",
                    "--raw",
                    file.toString(),
                    "--verbose");
            assertThat(server.failure()).isEmpty();
            assertThat(code).isEqualTo(ExitCode.NO_PERMISSION);
            assertThat(fake.err())
                    .contains("C: AUTH PLAIN ***\n", "refused the login: 535 5.7.8 wrong")
                    .doesNotContain("AGJvYg");
        }
    }

    @Test
    void aServerWithoutRequiredTlsHearsNoMessage() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.eml"), RAW);
        try (ScriptedServer server = ScriptedServer.start(HELLO + "C: QUIT\nS: 221 bye\n")) {
            assertThat(send("--server", "127.0.0.1:" + server.port(), "--tls", "required", "--raw", file.toString()))
                    .isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(fake.err()).contains("does not encrypt here").hasLineCount(1);
        }
    }

    @Test
    void rawMessagesAreNotChangedInSilence() throws Exception {
        Path lf = Files.writeString(folder.resolve("lf.eml"), RAW.replace("\r\n", "\n"));
        assertThat(send("--dry-run", "--raw", lf.toString())).isEqualTo(ExitCode.OK);
        assertThat(fake.err()).contains("4 line ends", "sent as CRLF").hasLineCount(1);
        fake.forget();
        Path nul = Files.writeString(folder.resolve("nul.eml"), RAW + "\0");
        assertThat(send("--dry-run", "--raw", nul.toString())).isEqualTo(ExitCode.DATA);
        assertThat(fake.err()).contains("NUL").hasLineCount(1);
        fake.forget();
        Path blind = Files.writeString(folder.resolve("bcc.eml"), "Bcc: x@example.test\r\n" + RAW);
        assertThat(send("--dry-run", "--raw", blind.toString())).isEqualTo(ExitCode.OK);
        assertThat(fake.err()).contains("Bcc");
        assertThat(fake.outBytes()).isEqualTo(Files.readAllBytes(blind));
    }

    @Test
    void htmlShowsItsPictures() throws Exception {
        Path html = Files.writeString(folder.resolve("p.html"), "<img src=\"cid:logo\">");
        Path picture = Files.write(folder.resolve("logo.gif"), "GIF89a".getBytes(StandardCharsets.US_ASCII));
        String[] common = {"--dry-run", "--from", "b@x.test", "--to", "a@x.test"};
        assertThat(send(Stream.concat(
                                Stream.of(common),
                                Stream.of("--html", html.toString(), "--inline", "logo=" + picture, "plain"))
                        .toArray(String[]::new)))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.out())
                .containsSubsequence(
                        "multipart/alternative",
                        "text/plain",
                        "plain",
                        "multipart/related; type=\"text/html\"",
                        "text/html",
                        "<img src=\"cid:logo\">",
                        "image/gif",
                        "Content-ID: <logo>",
                        "Content-Disposition: inline");
        assertThat(send(Stream.concat(Stream.of(common), Stream.of("--inline", "logo=" + picture, "plain"))
                        .toArray(String[]::new)))
                .isEqualTo(ExitCode.USAGE);
        assertThat(send(Stream.concat(
                                Stream.of(common),
                                Stream.of("--html", html.toString(), "--inline", "a b=" + picture, "plain"))
                        .toArray(String[]::new)))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void attachmentsThatAreNotWhatTheyAreCalledAreNoted() throws Exception {
        Path fakePng = Files.write(folder.resolve("a.png"), new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0});
        assertThat(send("--dry-run", "--from", "b@x.test", "--to", "a@x.test", "--attach", fakePng.toString(), "hi"))
                .isEqualTo(ExitCode.OK);
        assertThat(fake.err()).contains("a.png is named like image/png but begins like image/jpeg");
        assertThat(fake.out()).contains("Content-Type: image/png; name=a.png");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --to a@x.test hi                                        | say who writes        | USAGE
        --from b@x.test hi                                      | say to whom           | USAGE
        --from bob --to a@x.test hi                             | no @                  | DATA
        --from b@x.test --to a@x.test --attach /absent.jpg hi   | no such file          | NO_INPUT
        --from b@x.test --to a@x.test --body-file /absent       | no such file          | NO_INPUT
        --from b@x.test --to a@x.test --body-file /absent hi    | given twice           | USAGE
        --from b@x.test --to a@x.test --tls sometimes hi        | none of required      | USAGE
        --from b@x.test --to a@x.test --server pop3://x hi      | smtp://               | USAGE
        --from b@x.test --to a@x.test --subjct x hi             | --subject             | USAGE
        --raw /absent.eml                                       | no such file          | NO_INPUT
        --raw x.eml --subject hi                                | as it is              | USAGE
        """)
    void mistakesAreAnsweredInOneLine(String words, String answer, ExitCode code) {
        assertThat(send(words.split(" +", -1))).isEqualTo(code);
        assertThat(fake.err()).contains(answer).hasLineCount(1);
        assertThat(fake.out()).isEmpty();
    }

    @Test
    void aSubjectCannotStartAnotherField() {
        assertThat(send("--dry-run", "--from", "b@x.test", "--to", "a@x.test", "--subject", "x\nBcc: c@x.test", "hi"))
                .isEqualTo(ExitCode.DATA);
        assertThat(fake.err()).contains("line break").hasLineCount(1);
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws Exception {
        Path latin = Files.write(folder.resolve("latin.txt"), "Grüße".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(send("--dry-run", "--from", "b@x.test", "--to", "a@x.test", "--body-file", latin.toString()))
                .isEqualTo(ExitCode.DATA);
        assertThat(fake.err()).contains("not UTF-8").hasLineCount(1);
    }

    @Test
    void nobodyThere() throws Exception {
        int port = ScriptedServer.unusedPort();
        assertThat(send("--server", "127.0.0.1:" + port, "--from", "b@x.test", "--to", "a@x.test", "hi"))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(fake.err()).contains("nothing listens at 127.0.0.1:" + port).hasLineCount(1);
    }

    @Test
    void aServerThatVanishesIsATemporaryFailure() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(HELLO)) {
            assertThat(send("--server", "127.0.0.1:" + server.port(), "--from", "b@x.test", "--to", "a@x.test", "hi"))
                    .isEqualTo(ExitCode.TEMPORARY);
            assertThat(fake.err()).contains("try again").hasLineCount(1);
        }
    }

    @Test
    void noTimeToWaitIsRefused() throws Exception {
        assertThat(send(
                        "--server",
                        "localhost:1",
                        "--from",
                        "a@example.org",
                        "--to",
                        "b@example.org",
                        "--timeout",
                        "0",
                        "hi"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(fake.err()).contains("--timeout takes a number of seconds, 1 or more");
    }

    private ExitCode send(String... options) {
        return RunsPennypost.run(fake, List.of("send"), options);
    }
}
