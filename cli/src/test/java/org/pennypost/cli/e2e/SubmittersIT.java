package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that were not written for us log in and submit mail, each by the mechanisms that it has. A missing program fails the test. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmittersIT {
    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";

    /** Has asked for CRAM-MD5, which nobody else is let in by. */
    private static final String CAROL = "carol@example.test";

    private static final Pattern PRINTED_PASSWORD = Pattern.compile("password (\\S+)");

    private Path folder;
    private RunningProgram program;
    private String carolsPassword;

    // JUnit starts it before the tests.
    @SuppressWarnings("NullAway.Init")
    SubmittersIT() {}

    @BeforeAll
    void start(@TempDir Path empty) throws Exception {
        folder = empty;
        program = RunningProgram.start(folder);
        Matcher printed = PRINTED_PASSWORD.matcher(program.run(List.of(), "account", "add", CAROL, "--legacy-login")
                .checkedOutput());
        assertThat(printed.find()).isTrue();
        carolsPassword = printed.group(1);
    }

    private static String account(String mechanism) {
        return mechanism.toUpperCase(Locale.ROOT).equals("CRAM-MD5") ? CAROL : ALICE;
    }

    private String password(String account) {
        return account.equals(CAROL) ? carolsPassword : program.password(account);
    }

    @AfterAll
    void stop() throws Exception {
        assertThat(program.run(List.of(), "check", "--deep").checkedOutput()).startsWith("sound");
        program.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN, submission, --tls",
        "LOGIN, submission, --tls",
        "CRAM-MD5, submission, --tls",
        "PLAIN, submissions, --tlsc",
        "LOGIN, submissions, --tlsc",
        "CRAM-MD5, submissions, --tlsc"
    })
    void swaks(String mechanism, String service, String tls) throws Exception {
        String account = account(mechanism);
        String said = run(
                "swaks",
                "--server",
                "127.0.0.1:" + program.port(service),
                tls,
                "--auth",
                mechanism,
                "--auth-user",
                account,
                "--auth-password",
                password(account),
                "--from",
                account,
                "--to",
                BOB + ",you@elsewhere.example",
                "--header",
                "Subject: from swaks");
        assertThat(said).contains("235 ").contains("queued as Q");
        assertArrived("from swaks", account);
    }

    @Test
    void swaksMayNotSendAsBobOrWithAWrongPassword() throws Exception {
        String[] asBob = {
            "swaks",
            "--server",
            "127.0.0.1:" + program.port("submission"),
            "--tls",
            "--auth",
            "PLAIN",
            "--auth-user",
            ALICE,
            "--auth-password",
            program.password(ALICE),
            "--from",
            BOB,
            "--to",
            BOB
        };
        assertThat(finished(asBob).output()).contains("550 5.7.1");
        String[] wrong = asBob.clone();
        wrong[9] = "wrong";
        assertThat(finished(wrong).output()).contains("535 5.7.8");
        String[] none = {
            "swaks", "--server", "127.0.0.1:" + program.port("submission"), "--tls", "--from", ALICE, "--to", BOB
        };
        assertThat(finished(none).output()).contains("530 5.7.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "login", "cram-md5", "scram-sha-1", "scram-sha-256"})
    void msmtp(String mechanism) throws Exception {
        String account = account(mechanism);
        for (String service : List.of("submission", "submissions")) {
            Path config = secret("msmtprc", """
                    account pennypost
                    host 127.0.0.1
                    port %d
                    auth %s
                    user %s
                    password %s
                    from %s
                    tls on
                    tls_starttls %s
                    tls_certcheck off
                    """.formatted(
                            program.port(service),
                            mechanism,
                            account,
                            password(account),
                            account,
                            service.equals("submission") ? "on" : "off"));
            RunningProgram.Finished sent = RunningProgram.Finished.of(
                    new ProcessBuilder("msmtp", "-C", config.toString(), "-a", "pennypost", BOB),
                    "From: " + account + "\nTo: " + BOB + "\nSubject: by msmtp " + service + "\n\nhello\n");
            assertThat(sent.exit()).as(sent.errors()).isZero();
            assertArrived("by msmtp " + service, account);
        }
    }

    /** RFC 3461 §5.2.3; msmtp writes NOTIFY and RET, and leaves them out where DSN is not announced. */
    @Test
    void msmtpAsksToBeTold() throws Exception {
        Path config =
                secret("dsn-msmtprc", """
                account pennypost
                host 127.0.0.1
                port %d
                auth plain
                user %s
                password %s
                from %s
                tls on
                tls_certcheck off
                dsn_notify success
                dsn_return headers
                """.formatted(program.port("submission"), ALICE, program.password(ALICE), ALICE));
        RunningProgram.Finished sent = RunningProgram.Finished.of(
                new ProcessBuilder("msmtp", "-C", config.toString(), "-a", "pennypost", BOB),
                "From: " + ALICE + "\nTo: " + BOB + "\nSubject: told by msmtp\n\nhello\n");
        assertThat(sent.exit()).as(sent.errors()).isZero();
        assertArrived("told by msmtp", ALICE);
        assertThat(newest(ALICE))
                .startsWith("Return-Path: <>\r\n")
                .contains("Content-Type: multipart/report; report-type=delivery-status;")
                .contains("\r\nFinal-Recipient: rfc822; bob@example.test\r\nAction: delivered\r\nStatus: 2.0.0\r\n")
                .contains("\r\nSubject: told by msmtp\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5"})
    void curl(String mechanism) throws Exception {
        String account = account(mechanism);
        Path message = Files.writeString(
                folder.resolve("message"), "From: " + account + "\r\nSubject: by curl\r\n\r\nhello\r\n");
        for (String service : List.of("submission", "submissions")) {
            run(
                    "curl",
                    "-sSk",
                    "--ssl-reqd",
                    "--login-options",
                    "AUTH=" + mechanism,
                    "-u",
                    account + ":" + password(account),
                    "--mail-from",
                    account,
                    "--mail-rcpt",
                    BOB,
                    "--mail-rcpt",
                    "you@elsewhere.example",
                    "-T",
                    message.toString(),
                    (service.equals("submission") ? "smtp" : "smtps") + "://127.0.0.1:" + program.port(service)
                            + "/client.example.org");
        }
        assertArrived("by curl", account);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, submission",
        "login, submission",
        "cram-md5, submission",
        "plain, submissions",
        "login, submissions",
        "cram-md5, submissions"
    })
    void sNail(String mechanism, String service) throws Exception {
        String account = account(mechanism);
        boolean startTls = service.equals("submission");
        List<String> command = new ArrayList<>(List.of("s-nail", "-:/", "-S", "v15-compat=yes"));
        for (String setting : List.of(
                "mta=" + (startTls ? "smtp" : "submissions") + "://" + account.replace("@", "%40") + ":"
                        + password(account) + "@127.0.0.1:" + program.port(service),
                "smtp-auth=" + mechanism,
                "tls-verify=ignore",
                "from=" + account,
                "sendwait=yes")) {
            command.addAll(List.of("-S", setting));
        }
        if (startTls) {
            command.addAll(List.of("-S", "smtp-use-starttls"));
        }
        command.addAll(List.of("-s", "by s-nail", BOB));
        RunningProgram.Finished sent = RunningProgram.Finished.of(new ProcessBuilder(command), "hello\n");
        assertThat(sent.exit()).as(sent.errors() + sent.output()).isZero();
        assertArrived("by s-nail", account);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, submission",
        "login, submission",
        "cram-md5, submission",
        "scram-sha-1, submission",
        "scram-sha-256, submission",
        "plain, submissions",
        "scram-sha-256, submissions"
    })
    void mutt(String mechanism, String service) throws Exception {
        String account = account(mechanism);
        Path config = secret("muttrc", """
                set smtp_url="%s://%s@localhost:%d/"
                set smtp_pass="%s"
                set smtp_authenticators="%s"
                set ssl_starttls=yes
                set ssl_force_tls=yes
                set ssl_verify_host=no
                set certificate_file="%s"
                set from="%s"
                set use_envelope_from=yes
                set copy=no
                """.formatted(
                        service.equals("submission") ? "smtp" : "smtps",
                        account.replace("@", "%40"),
                        program.port(service),
                        password(account),
                        mechanism,
                        program.certificate(),
                        account));
        RunningProgram.Finished sent = RunningProgram.Finished.of(
                new ProcessBuilder(
                        "mutt", "-n", "-F", config.toString(), "-s", "by mutt", "-b", "you@elsewhere.example", BOB),
                "hello\n");
        assertThat(sent.exit()).as(sent.errors() + sent.output()).isZero();
        assertArrived("by mutt", account);
        assertThat(arrived()).doesNotContain("elsewhere");
        assertThat(program.run(List.of(), "queue", "list").checkedOutput()).contains("1 recipient");
    }

    /** {@code login()} takes CRAM-MD5 first, which is not for alice, and then goes on to the next by itself. */
    @Test
    void pythonsSmtplib() throws Exception {
        assertThat(script("python3", "submit.py", ALICE, "PLAIN", "LOGIN", "any"))
                .isEqualTo("PLAIN 235\nLOGIN 235\nany 235\n".repeat(2));
        assertArrived("python any", ALICE);
        assertThat(script("python3", "submit.py", CAROL, "CRAM-MD5")).isEqualTo("CRAM-MD5 235\n".repeat(2));
        assertArrived("python CRAM-MD5", CAROL);
    }

    @Test
    void perlsNetSmtp() throws Exception {
        assertThat(script("perl", "submit.pl", ALICE, "Perl", "PLAIN", "LOGIN"))
                .isEqualTo("PLAIN 250\nLOGIN 250\n".repeat(2));
        assertArrived("perl LOGIN", ALICE);
        assertThat(script("perl", "submit.pl", CAROL, "Perl", "CRAM-MD5")).isEqualTo("CRAM-MD5 250\n".repeat(2));
        assertArrived("perl CRAM-MD5", CAROL);
    }

    /** Authen::SASL's other half: Cyrus SASL, which has SCRAM. */
    @Test
    void perlsNetSmtpWithCyrusSasl() throws Exception {
        assertThat(script("perl", "submit.pl", ALICE, "Cyrus", "PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"))
                .isEqualTo("PLAIN 250\nSCRAM-SHA-1 250\nSCRAM-SHA-256 250\n".repeat(2));
        assertArrived("perl SCRAM-SHA-256", ALICE);
    }

    /** The certificate that the server has made for itself. */
    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String script(String interpreter, String name, String account, String... more)
            throws IOException, InterruptedException {
        try (var resource = Objects.requireNonNull(SubmittersIT.class.getResourceAsStream("/submission/" + name))) {
            Path script = Files.write(folder.resolve(name), resource.readAllBytes());
            List<String> command = new ArrayList<>(List.of(
                    interpreter,
                    script.toString(),
                    Integer.toString(program.port("submission")),
                    Integer.toString(program.port("submissions")),
                    account,
                    password(account)));
            command.addAll(List.of(more));
            return run(command.toArray(String[]::new));
        }
    }

    private void assertArrived(String subject, String from) throws Exception {
        assertThat(arrived())
                .contains("Return-Path: <" + from + ">\r\n")
                .contains(" with ESMTPSA (TLSv1.3 ")
                .contains("Subject: " + subject + "\r\n")
                .containsPattern("\r\nMessage-I[Dd]: <")
                .containsPattern("\r\nDate: ");
    }

    /** Bob's newest message. */
    private String arrived() throws IOException {
        return newest(BOB);
    }

    private String newest(String account) throws IOException {
        try (Telnet telnet = Telnet.to(program.port("pop3"))) {
            telnet.line();
            telnet.type("USER " + account);
            assertThat(telnet.type("PASS " + program.password(account))).startsWith("+OK");
            String count = telnet.type("STAT").split(" ", -1)[1];
            assertThat(telnet.type("RETR " + count)).startsWith("+OK");
            String message = new String(telnet.body(), StandardCharsets.UTF_8);
            // So that the maildrop is free when the next test asks for it.
            assertThat(telnet.type("QUIT")).startsWith("+OK");
            return message;
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        RunningProgram.Finished finished = finished(command);
        assertThat(finished.exit())
                .as("%s%n%s%n%s", List.of(command), finished.output(), finished.errors())
                .isZero();
        return finished.output();
    }

    private RunningProgram.Finished finished(String... command) throws IOException, InterruptedException {
        return RunningProgram.Finished.of(Map.of(), folder, command);
    }
}
