package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that were not written for us log in by POP3, each with all mechanisms that it has. A missing program fails the test. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Pop3LoginsIT {
    private static final String ALICE = "alice@example.test";

    /** Has asked for CRAM-MD5 and APOP, which nobody else is let in by. */
    private static final String CAROL = "carol@example.test";

    private static final Pattern PRINTED_PASSWORD = Pattern.compile("password (\\S+)");

    private Path folder;
    private RunningProgram program;
    private String carolsPassword;

    // JUnit starts it before the tests.
    @SuppressWarnings("NullAway.Init")
    Pop3LoginsIT() {}

    @BeforeAll
    void start(@TempDir Path empty) throws Exception {
        folder = empty;
        program = RunningProgram.start(folder);
        Matcher printed = PRINTED_PASSWORD.matcher(program.run(List.of(), "account", "add", CAROL, "--legacy-login")
                .checkedOutput());
        assertThat(printed.find()).isTrue();
        carolsPassword = printed.group(1);
    }

    @AfterAll
    void stop() {
        program.close();
    }

    @BeforeEach
    void deliver() throws Exception {
        deliver(ALICE, CAROL);
    }

    private void deliver(String... accounts) throws Exception {
        for (String account : accounts) {
            try (Telnet telnet = Telnet.to(program.port("smtp"))) {
                telnet.reply();
                telnet.type("HELO client.example.org");
                telnet.type("MAIL FROM:<a@example.org>");
                telnet.type("RCPT TO:<" + account + ">");
                telnet.type("DATA");
                assertThat(telnet.type("Subject: for " + account + "\r\n\r\nx\r\n."))
                        .startsWith("250");
            }
        }
    }

    private static String account(String mechanism) {
        return mechanism.toLowerCase(Locale.ROOT).matches(".*(cram-md5|apop)") ? CAROL : ALICE;
    }

    private String password(String account) {
        return account.equals(CAROL) ? carolsPassword : program.password(account);
    }

    /** GNU SASL's SCRAM, by way of mpop. */
    @ParameterizedTest
    @ValueSource(strings = {"scram-sha-256", "scram-sha-1", "plain", "login", "user", "cram-md5", "apop"})
    void mpop(String mechanism) throws Exception {
        String account = account(mechanism);
        for (String service : List.of("pop3", "pop3s")) {
            RunningProgram.Finished finished = mpop(mechanism, account, password(account), service);
            assertThat(finished.exit())
                    .as("%s: %s %s", service, finished.output(), finished.errors())
                    .isZero();
        }
        assertThat(mpop(mechanism, account, "wrong", "pop3s").exit()).isNotZero();
        // So that the next right password is asked for, and not kept waiting.
        assertThat(mpop("plain", account, password(account), "pop3s").exit()).isZero();
    }

    /** The right password, and the account has not asked for it. */
    @ParameterizedTest
    @ValueSource(strings = {"cram-md5", "apop"})
    void mpopWithALegacyLoginThatIsNotForAlice(String mechanism) throws Exception {
        assertThat(mpop(mechanism, ALICE, password(ALICE), "pop3s").exit()).isNotZero();
    }

    private RunningProgram.Finished mpop(String mechanism, String account, String password, String service)
            throws Exception {
        Path config = secret("mpoprc", """
            account default
            host 127.0.0.1
            port %d
            tls on
            tls_starttls %s
            tls_certcheck off
            auth %s
            user %s
            password %s
            keep on
            uidls_file %s
            delivery mbox %s
            """.formatted(
                        program.port(service),
                        service.equals("pop3") ? "on" : "off",
                        mechanism,
                        account,
                        password,
                        folder.resolve("uidls"),
                        folder.resolve("box")));
        return run("mpop", "-C", config.toString());
    }

    /** Left to itself it takes CRAM-MD5 or APOP as soon as one account has them, which is for that account alone (docs/interop.md). */
    @ParameterizedTest
    @ValueSource(strings = {"AUTH=PLAIN", "AUTH=LOGIN", "AUTH=CRAM-MD5", "AUTH=+APOP"})
    void curl(String options) throws Exception {
        String account = account(options);
        for (String service : List.of("pop3", "pop3s")) {
            RunningProgram.Finished finished = run(
                    "curl",
                    "-sSk",
                    "--ssl-reqd",
                    "--login-options",
                    options,
                    "-u",
                    account + ":" + password(account),
                    service + "://127.0.0.1:" + program.port(service) + "/1");
            assertThat(finished.output()).as(finished.errors()).contains("Subject: for " + account);
        }
    }

    /** It begins TLS by itself where STLS is offered. */
    @ParameterizedTest
    @CsvSource({
        "pop3, auth password",
        "pop3, auth cram-md5",
        "pop3, auth any",
        "pop3s, auth password",
        "pop3s, auth cram-md5"
    })
    void fetchmail(String service, String how) throws Exception {
        String account = account(how);
        Path box = folder.resolve("fetched");
        Files.deleteIfExists(box);
        Path config = secret(
                "fetchmailrc",
                "poll localhost protocol pop3 service " + program.port(service) + " " + how + " username \"" + account
                        + "\" password \"" + password(account) + "\" " + (service.equals("pop3s") ? "ssl" : "")
                        + " no sslcertck no keep fetchall mda \"cat >>" + box + "\"\n");
        RunningProgram.Finished finished = run(
                "fetchmail",
                "-v",
                "-f",
                config.toString(),
                "--nodetach",
                "--pidfile",
                folder.resolve("pid").toString());
        assertThat(finished.exit())
                .as("%s %s", finished.output(), finished.errors())
                .isZero();
        assertThat(finished.output() + finished.errors())
                .contains("TLS")
                .contains(how.endsWith("cram-md5") ? "AUTH CRAM-MD5" : "POP3> ");
        assertThat(box).content().contains("Subject: for " + account);
        RunningProgram.Finished again =
                run("fetchmail", "-f", config.toString(), "--nodetach", "--pidfile", folder.resolve("pid") + "2");
        assertThat(again.exit()).as("no mail is left: %s", again.output()).isEqualTo(1);
    }

    /** It writes into no mailbox as root, so it hands the message to a command. */
    @ParameterizedTest
    @CsvSource({"SimplePOP3Retriever, pop3", "SimplePOP3SSLRetriever, pop3s"})
    void getmail(String retriever, String service) throws Exception {
        Path message = folder.resolve("getmail.eml");
        Files.deleteIfExists(message);
        Path config = Files.writeString(folder.resolve("getmailrc"), """
            [retriever]
            type = %s
            server = 127.0.0.1
            port = %d
            username = %s
            password = %s
            [destination]
            type = MDA_external
            path = /usr/bin/tee
            arguments = ("-a", "%s")
            allow_root_commands = true
            ignore_stderr = true
            [options]
            delete = true
            """.formatted(
                        retriever, program.port(service), ALICE, program.password(ALICE), message));
        RunningProgram.Finished finished =
                run("getmail", "--getmaildir", folder.toString(), "--rcfile", config.toString());
        assertThat(finished.exit())
                .as("%s %s", finished.output(), finished.errors())
                .isZero();
        assertThat(message).content().contains("Subject: for " + ALICE);
    }

    /** What becomes of deleted messages is the account's choice; the program that deletes sees nothing of it. */
    @ParameterizedTest
    @CsvSource({"delete, 0, 0", "trash, 0, 1", "keep, 1, 0"})
    void whatAProgramDeletesGoesWhereItsAccountSays(String choice, int inInbox, int inTrash) throws Exception {
        String erin = choice + "@example.test";
        Matcher printed = PRINTED_PASSWORD.matcher(
                program.run(List.of(), "account", "add", erin).checkedOutput());
        assertThat(printed.find()).isTrue();
        String password = printed.group(1);
        assertThat(program.run(List.of(), "account", "pop", erin, choice).exit())
                .isZero();
        deliver(erin);

        Path box = folder.resolve(choice);
        Path config = secret(
                "fetchmailrc",
                "poll localhost protocol pop3 service " + program.port("pop3s") + " auth password username \"" + erin
                        + "\" password \"" + password + "\" ssl no sslcertck no keep fetchall mda \"cat >>" + box
                        + "\"\n");
        RunningProgram.Finished fetched =
                run("fetchmail", "-f", config.toString(), "--nodetach", "--pidfile", folder.resolve("pid") + "3");
        assertThat(fetched.exit()).as(fetched.output() + fetched.errors()).isZero();
        assertThat(box).content().contains("Subject: for " + erin);
        assertThat(messages(erin, password, "INBOX")).isEqualTo(inInbox);
        assertThat(messages(erin, password, "Trash")).isEqualTo(inTrash);
    }

    private int messages(String account, String password, String mailbox) throws IOException, InterruptedException {
        String said = run(
                        "curl",
                        "-sSk",
                        "--login-options",
                        "AUTH=PLAIN",
                        "-u",
                        account + ":" + password,
                        "imaps://127.0.0.1:" + program.port("imaps") + "/",
                        "-X",
                        "STATUS " + mailbox + " (MESSAGES)")
                .checkedOutput();
        Matcher status = Pattern.compile("\\(MESSAGES (\\d+)\\)").matcher(said);
        assertThat(status.find()).as(said).isTrue();
        return Integer.parseInt(status.group(1));
    }

    /** RFC 6856 §3: a person with telnet reads German answers. */
    @Test
    void telnetSpeaksGerman() throws Exception {
        try (Telnet telnet = Telnet.to(program.port("pop3"))) {
            telnet.line();
            assertThat(telnet.type("LANG de")).startsWith("+OK de ");
            telnet.type("USER " + ALICE);
            String german = telnet.type("PASS wrong");
            telnet.type("LANG en");
            telnet.type("USER " + ALICE);
            String english = telnet.type("PASS wrong too");
            assertThat(german).startsWith("-ERR [AUTH] ").isNotEqualTo(english);
            assertThat(german).contains("Passwort");
            assertThat(english).startsWith("-ERR [AUTH] ").contains("password");
        }
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private RunningProgram.Finished run(String... command) throws IOException, InterruptedException {
        return RunningProgram.Finished.of(Map.of("HOME", folder.toString()), folder, command);
    }
}
