package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that were not written for us, against the packaged program. They must be installed: a missing one fails the test. */
@Tag("interop")
class StrangersIT {
    @TempDir
    Path folder;

    private RunningProgram program;

    // JUnit runs it before every test.
    @SuppressWarnings("NullAway.Init")
    StrangersIT() {}

    @BeforeEach
    void start() throws Exception {
        program = RunningProgram.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(program.run(List.of(), "check", "--deep").checkedOutput()).startsWith("sound");
        program.close();
    }

    @Test
    void theTutorialsPerlScriptsRunUnchangedButForNamesAndPorts() throws Exception {
        run("perl", script("send.pl"));
        String output = run("perl", script("receive.pl"));

        assertThat(output)
                .startsWith("There are: 1 messages.\nnumelements: 1\nsizeofmbox: ")
                .containsPattern("\nmsg: 1; size: \\d+; id: \\S+\n")
                .endsWith("highestmsgnum: 1\ndisconnecting...\n");
        Path saved = folder.resolve(output.replaceFirst("(?s).*; id: (\\S+)\n.*", "$1") + ".txt");
        // Net::POP3 hands out lines as this system ends them.
        assertThat(Files.readString(saved).replace("\r\n", "\n"))
                .startsWith("Return-Path: <from@email.com>\n")
                .endsWith("""
                        To: blahname <alice@example.test>
                        From: yourname <from@email.com>
                        Subject: Blah blah blah and more blah

                        this is the body

                        -bob
                        """);
    }

    @Test
    void pythonSendsAndReadsEveryByte() throws Exception {
        for (Map.Entry<String, byte[]> message : Messages.all().entrySet()) {
            Path original = Files.write(folder.resolve("original"), message.getValue());
            Path received = folder.resolve("received");
            run("python3", script("bytes.py"), original.toString(), received.toString());
            assertEndsWith(message.getKey(), Files.readAllBytes(received), message.getValue());
        }
    }

    @Test
    void curlSendsAndReads() throws Exception {
        byte[] message = Objects.requireNonNull(Messages.all().get("dots"));
        Path original = Files.write(folder.resolve("original"), message);
        run(
                "curl",
                "-sS",
                "--mail-from",
                "a@example.org",
                "--mail-rcpt",
                "alice@example.test",
                "-T",
                original.toString(),
                "smtp://127.0.0.1:" + program.port("smtp") + "/client.example.org");
        String listed = run("curl", "-sS", "-u", alice(), "pop3://127.0.0.1:" + program.port("pop3"));
        assertThat(listed.strip()).matches("1 \\d+");
        Path received = folder.resolve("received");
        run(
                "curl",
                "-sSk",
                "-u",
                alice(),
                "-o",
                received.toString(),
                "pop3s://127.0.0.1:" + program.port("pop3s") + "/1");
        assertEndsWith("curl", Files.readAllBytes(received), message);
    }

    @Test
    void curlInsistsOnStartTlsAndStls() throws Exception {
        Path original = Files.writeString(folder.resolve("original"), "Subject: over TLS\r\n\r\nx\r\n");
        run(
                "curl",
                "-sSk",
                "--ssl-reqd",
                "--mail-from",
                "a@example.org",
                "--mail-rcpt",
                "alice@example.test",
                "-T",
                original.toString(),
                "smtp://127.0.0.1:" + program.port("smtp"));
        String received =
                run("curl", "-sSk", "--ssl-reqd", "-u", alice(), "pop3://127.0.0.1:" + program.port("pop3") + "/1");
        assertThat(received).contains("with ESMTPS").contains("TLSv1.3").contains("Subject: over TLS");
    }

    @Test
    void swaksSendsOverTlsAndIsToldWhatIsWrong() throws Exception {
        String server = "127.0.0.1:" + program.port("smtp");
        String sent = run(
                "swaks",
                "--server",
                server,
                "--tls",
                "--from",
                "a@example.org",
                "--to",
                "alice@example.test",
                "--body",
                "hi");
        assertThat(sent).contains("250 ").contains("TLS started");
        RunningProgram.Finished refused = RunningProgram.Finished.of(
                Map.of(),
                folder,
                "swaks",
                "--server",
                server,
                "--from",
                "a@example.org",
                "--to",
                "nobody@example.test");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output()).contains("550 5.1.1");
        RunningProgram.Finished relayed = RunningProgram.Finished.of(
                Map.of(),
                folder,
                "swaks",
                "--server",
                server,
                "--from",
                "a@example.org",
                "--to",
                "you@elsewhere.example");
        assertThat(relayed.exit()).isNotZero();
        assertThat(relayed.output()).contains("550 5.7.1");
    }

    @Test
    void fetchmailFetchesAndDeletes() throws Exception {
        try (Telnet telnet = Telnet.to(program.port("smtp"))) {
            telnet.reply();
            telnet.type("HELO client.example.org");
            for (int i = 0; i < 3; i++) {
                telnet.type("MAIL FROM:<a@example.org>");
                telnet.type("RCPT TO:<bob@example.test>");
                telnet.type("DATA");
                assertThat(telnet.type("Subject: number " + i + "\r\n\r\nx\r\n."))
                        .startsWith("250");
            }
        }
        Path box = folder.resolve("box");
        Path config = Files.writeString(
                folder.resolve("fetchmailrc"),
                "poll 127.0.0.1 protocol pop3 service " + program.port("pop3")
                        + " username \"bob@example.test\" password \"" + program.password("bob@example.test")
                        + "\" sslproto '' no keep fetchall mda \"cat >>" + box + "\"\n");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        run(
                "fetchmail",
                "-f",
                config.toString(),
                "--nodetach",
                "--pidfile",
                folder.resolve("pid").toString());

        assertThat(Files.readString(box)).contains("Subject: number 0", "Subject: number 1", "Subject: number 2");
        try (Telnet telnet = Telnet.to(program.port("pop3"))) {
            telnet.line();
            telnet.type("USER bob");
            telnet.type("PASS " + program.password("bob@example.test"));
            assertThat(telnet.type("STAT")).isEqualTo("+OK 0 0");
        }
    }

    @Test
    void telnetItselfHoldsTheConversation() throws Exception {
        ProcessBuilder telnet = new ProcessBuilder("telnet", "127.0.0.1", Integer.toString(program.port("smtp")));
        Process process = telnet.redirectErrorStream(true).start();
        try (var typed = process.outputWriter(StandardCharsets.US_ASCII);
                var shown = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line : List.of("HELO .", "MAIL FROM: root@yahoo.com", "RCPT TO: alice@example.test", "DATA")) {
                awaitReply(shown);
                typed.write(line + "\n");
                typed.flush();
            }
            awaitReply(shown);
            typed.write("see you later ;-)\n.\n");
            typed.flush();
            assertThat(awaitReply(shown)).startsWith("250 ");
            typed.write("QUIT\n");
            typed.flush();
            assertThat(awaitReply(shown)).startsWith("221 ");
        }
        process.waitFor();
    }

    private static String awaitReply(BufferedReader shown) throws IOException {
        for (String line = shown.readLine(); line != null; line = shown.readLine()) {
            if (line.matches("\\d{3} .*")) {
                return line;
            }
        }
        throw new IOException("telnet ended");
    }

    private String alice() {
        return "alice@example.test:" + program.password("alice@example.test");
    }

    /** A script with this program's ports and password in it, in the test's folder. */
    private String script(String name) throws IOException {
        try (var resource = Objects.requireNonNull(StrangersIT.class.getResourceAsStream("/tutorial/" + name))) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@SMTP@", Integer.toString(program.port("smtp")))
                    .replace("@POP3@", Integer.toString(program.port("pop3")))
                    .replace("@PASSWORD@", program.password("alice@example.test"));
            return Files.writeString(folder.resolve(name), text).toString();
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        RunningProgram.Finished finished = RunningProgram.Finished.of(Map.of(), folder, command);
        assertThat(finished.exit())
                .as("%s%n%s%n%s", Stream.of(command).toList(), finished.output(), finished.errors())
                .isZero();
        return finished.output();
    }

    private static void assertEndsWith(String what, byte[] received, byte[] sent) {
        assertThat(received.length).as(what).isGreaterThan(sent.length);
        assertThat(Arrays.copyOfRange(received, received.length - sent.length, received.length))
                .as(what)
                .isEqualTo(sent);
    }
}
