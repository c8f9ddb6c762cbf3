package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.testkit.ForeignProgram;
import org.pennypost.testkit.Postfix;

/** A mail server in front of this one hands mail over by LMTP (RFC 2033): Debian's Postfix, and swaks. Needs root, as Postfix does. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LmtpIT {
    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";

    /** Has room for one of the messages here. */
    private static final String CAROL = "carol@example.test";

    private Path folder;
    private RunningProgram program;

    // JUnit starts it before the tests.
    @SuppressWarnings("NullAway.Init")
    LmtpIT() {}

    @BeforeAll
    void start(@TempDir Path empty) throws Exception {
        folder = empty;
        program = RunningProgram.start(folder, "lmtp.listen = [\"127.0.0.1:0\"]");
        program.run(List.of(), "account", "add", CAROL, "--quota", "2000").checkedOutput();
    }

    @AfterAll
    void stop() {
        program.close();
    }

    /** Each recipient has an answer of its own: two have it, one is tried again later, one is told to whoever sent it. */
    @Test
    void postfixHandsOverInsideTlsAndHearsOfEachRecipient() throws Exception {
        try (Postfix postfix = postfix("postfix")) {
            run(
                    "swaks",
                    "--server",
                    "127.0.0.1:" + postfix.port(),
                    "--from",
                    "you@nowhere.invalid",
                    "--to",
                    String.join(",", ALICE, BOB, CAROL, "nobody@example.test"),
                    "--h-Subject",
                    "through Postfix",
                    "--body",
                    "x".repeat(70) + "\n" + ("y".repeat(70) + "\n").repeat(40));
            await(postfix, "to=<" + ALICE + ">", "dsn=2.0.0, status=sent (250 2.0.0 Delivered.)");
            await(postfix, "to=<" + BOB + ">", "dsn=2.0.0, status=sent (250 2.0.0 Delivered.)");
            await(postfix, "to=<" + CAROL + ">", "dsn=4.2.2, status=deferred", "said: 452 4.2.2");
            await(postfix, "to=<nobody@example.test>", "dsn=5.1.1, status=bounced", "said: 550 5.1.1");
        }
        assertThat(newest(BOB))
                .contains(
                        "Return-Path: <you@nowhere.invalid>\r\n",
                        "Delivered-To: bob@example.test\r\n",
                        " with LMTPS (TLSv1.3 ",
                        "Subject: through Postfix\r\n");
    }

    /** RFC 3461 §5.2.3: Postfix, which hears of DSN from us, tells its sender nothing and leaves it to us, who deliver. */
    @Test
    void postfixLeavesItToUsToTellTheSender() throws Exception {
        try (Postfix postfix = postfix("postfix-dsn")) {
            run("python3", "-c", """
                    import smtplib
                    smtp = smtplib.SMTP('127.0.0.1', %d)
                    smtp.sendmail('%s', ['%s', '%s'], 'Subject: tell me\\r\\n\\r\\nhello\\r\\n',
                        mail_options=['ENVID=q+2B1', 'RET=FULL'], rcpt_options=['NOTIFY=SUCCESS'])
                    """.formatted(postfix.port(), BOB, ALICE, "alice+more@example.test"));
            await(postfix, "to=<" + ALICE + ">", "status=sent (250 2.0.0 Delivered.)");
        }
        assertThat(newest(BOB))
                .startsWith("Return-Path: <>\r\nDelivered-To: bob@example.test\r\n")
                .contains(
                        "Content-Type: multipart/report; report-type=delivery-status;",
                        "\r\nOriginal-Envelope-Id: q+1\r\n",
                        "\r\nOriginal-Recipient: rfc822; alice@example.test\r\nFinal-Recipient: rfc822; alice@example.test\r\nAction: delivered\r\n",
                        "\r\nFinal-Recipient: rfc822; alice+more@example.test\r\n",
                        "\r\nSubject: tell me\r\n");
        assertThat(program.run(List.of(), "queue", "list").checkedOutput()).isEmpty();
    }

    @Test
    void swaksHandsOver() throws Exception {
        String said = run(
                "swaks",
                "--protocol",
                "LMTP",
                "--server",
                "127.0.0.1:" + program.port("lmtp"),
                "--helo",
                "front.example.org",
                "--from",
                "you@nowhere.invalid",
                "--to",
                ALICE,
                "--h-Subject",
                "from swaks");

        assertThat(said).contains("LHLO front.example.org", "<-  250 2.0.0 Delivered.");
        assertThat(newest(ALICE))
                .contains(
                        "Received: from front.example.org ([127.0.0.1])\r\n", " with LMTP id ", "Subject: from swaks");
        RunningProgram.Finished refused = RunningProgram.Finished.of(
                Map.of(),
                folder,
                "swaks",
                "--protocol",
                "LMTP",
                "--server",
                "127.0.0.1:" + program.port("lmtp"),
                "--from",
                "you@nowhere.invalid",
                "--to",
                "you@elsewhere.example");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output()).contains("550 5.7.1");
    }

    private String newest(String account) throws Exception {
        String server = "pop3://127.0.0.1:" + program.port("pop3");
        String user = account + ":" + program.password(account);
        long messages = run("curl", "-sS", "-u", user, server).lines().count();
        return run("curl", "-sS", "-u", user, server + "/" + messages);
    }

    /** Takes mail by SMTP on a free port, and hands it to the program by LMTP, inside TLS alone. */
    private Postfix postfix(String name) throws IOException {
        return Postfix.start(Files.createDirectory(folder.resolve(name)), """
                relay_domains = example.test
                relay_transport = lmtp:inet:127.0.0.1:%d
                lmtp_tls_security_level = encrypt
                """.formatted(program.port("lmtp")));
    }

    private static void await(Postfix postfix, String... words) throws IOException {
        ForeignProgram.await(
                () -> postfix.log()
                        .lines()
                        .anyMatch(line -> List.of(words).stream().allMatch(line::contains)),
                () -> "Postfix does not say " + List.of(words) + ":\n" + postfix.log());
    }

    /** What it says goes to a file: a daemon would keep a pipe open. */
    private String run(String... command) throws Exception {
        Path said = Files.createTempFile(folder, "said", "");
        int exit = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        String output = Files.readString(said, StandardCharsets.ISO_8859_1);
        assertThat(exit).as("%s said:%n%s", List.of(command), output).isZero();
        return output;
    }
}
