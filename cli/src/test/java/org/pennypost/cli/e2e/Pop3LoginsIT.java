package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that were not written for us log in by POP3, each with all mechanisms that it has. A missing program fails the test. */
@Tag("interop")
class Pop3LoginsIT {
    private static final String ALICE = "alice@example.test";

    @TempDir
    Path folder;

    private RunningProgram program;

    // JUnit runs it before every test.
    @SuppressWarnings("NullAway.Init")
    Pop3LoginsIT() {}

    @BeforeEach
    void start() throws Exception {
        program = RunningProgram.start(folder);
        try (Telnet telnet = Telnet.to(program.port("smtp"))) {
            telnet.reply();
            telnet.type("HELO client.example.org");
            telnet.type("MAIL FROM:<a@example.org>");
            telnet.type("RCPT TO:<" + ALICE + ">");
            telnet.type("DATA");
            assertThat(telnet.type("Subject: for alice\r\n\r\nx\r\n.")).startsWith("250");
        }
    }

    @AfterEach
    void stop() {
        program.close();
    }

    /** GNU SASL's SCRAM, by way of mpop. */
    @ParameterizedTest
    @ValueSource(strings = {"scram-sha-256", "scram-sha-1", "plain", "login", "user"})
    void mpop(String mechanism) throws Exception {
        assertThat(mpop(mechanism, program.password(ALICE), "on").exit()).isZero();
        assertThat(mpop(mechanism, "wrong", "on").exit()).isNotZero();
    }

    /** CRAM-MD5 and APOP work once the account has asked for them, and not before. */
    @ParameterizedTest
    @ValueSource(strings = {"cram-md5", "apop"})
    void mpopWithALegacyLogin(String mechanism) throws Exception {
        assertThat(mpop(mechanism, program.password(ALICE), "off").exit()).isNotZero();
        String printed = program.run(List.of(), "account", "password", ALICE, "--legacy-login")
                .checkedOutput();
        String password = printed.replaceFirst("(?s).*password (\\S+) .*", "$1");
        RunningProgram.Finished finished = mpop(mechanism, password, "off");
        assertThat(finished.exit())
                .as("%s %s", finished.output(), finished.errors())
                .isZero();
    }

    private RunningProgram.Finished mpop(String mechanism, String password, String tls) throws Exception {
        Path box = folder.resolve("box");
        Path config = Files.writeString(folder.resolve("mpoprc"), """
            account default
            host 127.0.0.1
            port %d
            tls %s
            tls_starttls on
            tls_certcheck off
            auth %s
            user %s
            password %s
            keep on
            uidls_file %s
            delivery mbox %s
            """.formatted(
                        program.port("pop3"), tls, mechanism, ALICE, password, folder.resolve("uidls"), box));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        return run("mpop", "-C", config.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH=PLAIN", "AUTH=LOGIN", "AUTH=*"})
    void curl(String options) throws Exception {
        RunningProgram.Finished finished = run(
                "curl",
                "-sSk",
                "--ssl-reqd",
                "--login-options",
                options,
                "-u",
                ALICE + ":" + program.password(ALICE),
                "pop3://127.0.0.1:" + program.port("pop3") + "/1");
        assertThat(finished.output()).as(finished.errors()).contains("Subject: for alice");
    }

    /** It writes into no mailbox as root, so it hands the message to a command. */
    @Test
    void getmail() throws Exception {
        Path message = folder.resolve("getmail.eml");
        Path config = Files.writeString(folder.resolve("getmailrc"), """
            [retriever]
            type = SimplePOP3Retriever
            server = 127.0.0.1
            port = %d
            username = %s
            password = %s
            [destination]
            type = MDA_external
            path = /usr/bin/tee
            arguments = ("%s",)
            allow_root_commands = true
            ignore_stderr = true
            [options]
            delete = true
            """.formatted(
                        program.port("pop3"), ALICE, program.password(ALICE), message));
        RunningProgram.Finished finished =
                run("getmail", "--getmaildir", folder.toString(), "--rcfile", config.toString());
        assertThat(finished.exit())
                .as("%s %s", finished.output(), finished.errors())
                .isZero();
        assertThat(message).content().contains("Subject: for alice");
    }

    private RunningProgram.Finished run(String... command) throws IOException, InterruptedException {
        return RunningProgram.Finished.of(Map.of("HOME", folder.toString()), folder, command);
    }
}
