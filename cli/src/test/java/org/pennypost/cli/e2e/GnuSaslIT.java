package org.pennypost.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * GNU SASL's own client logs in by SMTP and IMAP, with channel binding; it, curl and OpenSSL log in by certificate. A missing program fails
 * the test.
 */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GnuSaslIT {
    private static final String ALICE = "alice@example.test";
    private static final String BOB = "bob@example.test";

    private Path folder;
    private RunningProgram program;

    // JUnit starts it before the tests.
    @SuppressWarnings("NullAway.Init")
    GnuSaslIT() {}

    @BeforeAll
    void start(@TempDir Path empty) throws Exception {
        folder = empty;
        // Prime256v1, as the certificate that the server makes for itself.
        checked(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=staff -keyout ca.key -out ca.pem");
        Files.writeString(
                folder.resolve("client.ext"), "subjectAltName=email:" + ALICE + "\nextendedKeyUsage=clientAuth\n");
        checked(
                "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=alice -keyout alice.key -out alice.csr");
        checked(
                "openssl x509 -req -in alice.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile client.ext -out alice.pem");
        program = RunningProgram.start(folder, "tls.client_authorities = \"" + folder.resolve("ca.pem") + "\"");
    }

    @AfterAll
    void stop() {
        program.close();
    }

    static Stream<Arguments> logins() {
        return Stream.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN")
                .flatMap(mechanism -> Stream.of(Arguments.of("smtp", mechanism), Arguments.of("imap", mechanism)));
    }

    /**
     * Without channel binding, it has to be told not to bind: whoever could, and is kept from it by {@code --mechanism}, says that the
     * server does not offer it, which a server that does refuses (RFC 5802 §6).
     */
    @ParameterizedTest
    @MethodSource("logins")
    void gsasl(String protocol, String mechanism) throws Exception {
        RunningProgram.Finished right = gsasl(protocol, mechanism, program.password(ALICE), List.of());
        assertThat(right.exit()).as(right.output() + right.errors()).isZero();
        assertThat(right.output() + right.errors()).contains(mechanism);

        RunningProgram.Finished wrong = gsasl(protocol, mechanism, "wrong", List.of());
        assertThat(wrong.exit()).as(wrong.output() + wrong.errors()).isNotZero();
    }

    /** The strongest is what it takes where it may choose. */
    @ParameterizedTest
    @MethodSource("protocols")
    void gsaslChoosesToBindTheChannel(String protocol) throws Exception {
        RunningProgram.Finished chosen = gsasl(protocol, "", program.password(ALICE), List.of());
        assertThat(chosen.exit()).as(chosen.output() + chosen.errors()).isZero();
        assertThat(chosen.output() + chosen.errors()).contains("SCRAM-SHA-256-PLUS");
    }

    static Stream<String> protocols() {
        return Stream.of("smtp", "imap");
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void gsaslByCertificate(String protocol) throws Exception {
        List<String> certificate = List.of("--x509-cert-file=alice.pem", "--x509-key-file=alice.key");
        RunningProgram.Finished alice = gsasl(protocol, "EXTERNAL", "", certificate);
        assertThat(alice.exit()).as(alice.output() + alice.errors()).isZero();
        RunningProgram.Finished nobody = gsasl(protocol, "EXTERNAL", "", List.of());
        assertThat(nobody.exit()).isNotZero();
    }

    private RunningProgram.Finished gsasl(String protocol, String mechanism, String password, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "gsasl",
                "--" + protocol,
                "--connect=127.0.0.1:" + program.port(protocol.equals("smtp") ? "submission" : "imap"),
                "--hostname=localhost",
                "--starttls",
                "--x509-ca-file=" + program.data().resolve("certificates/self-signed.crt"),
                "--authentication-id=" + ALICE,
                "--password=" + password,
                "--verbose"));
        if (!mechanism.isEmpty()) {
            command.add("--mechanism=" + mechanism);
        }
        if (mechanism.startsWith("SCRAM") && !mechanism.endsWith("PLUS")) {
            command.add("--no-cb");
        }
        command.addAll(more);
        return RunningProgram.Finished.of(Map.of(), folder, command.toArray(String[]::new));
    }

    @Test
    void curlSubmitsByCertificate() throws Exception {
        Files.writeString(folder.resolve("message"), "From: " + ALICE + "\r\nSubject: by certificate\r\n\r\nhello\r\n");
        List<String> command = List.of(
                "curl",
                "-sSk",
                "--ssl-reqd",
                "--login-options",
                "AUTH=EXTERNAL",
                "-u",
                ALICE + ":",
                "--mail-from",
                ALICE,
                "--mail-rcpt",
                BOB,
                "-T",
                "message",
                "smtp://127.0.0.1:" + program.port("submission") + "/client.example.org");
        List<String> withCertificate = new ArrayList<>(command);
        withCertificate.addAll(List.of("--cert", "alice.pem", "--key", "alice.key"));
        checked(withCertificate);
        assertThat(finished(command).exit()).isNotZero();
    }

    @ParameterizedTest
    @MethodSource("mailLinks")
    void curlReadsByCertificate(String scheme) throws Exception {
        List<String> command = List.of(
                "curl",
                "-sSk",
                "--login-options",
                "AUTH=EXTERNAL",
                "-u",
                ALICE + ":",
                scheme + "://127.0.0.1:" + program.port(scheme) + "/");
        List<String> withCertificate = new ArrayList<>(command);
        withCertificate.addAll(List.of("--cert", "alice.pem", "--key", "alice.key"));
        checked(withCertificate);
        assertThat(finished(command).exit()).isNotZero();
    }

    static Stream<String> mailLinks() {
        return Stream.of("imaps", "pop3s");
    }

    /** {@code s_client} shows the certificate; the lines are typed. */
    @Test
    void opensslByHand() throws Exception {
        String conversation = typed("-cert alice.pem -key alice.key");
        assertThat(conversation).containsPattern("250[- ]AUTH .*EXTERNAL").contains("235 ");
        assertThat(typed("")).doesNotContainPattern("250[- ]AUTH .*EXTERNAL").contains("504 5.5.4");
    }

    private String typed(String certificate) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-quiet", "-crlf", "-connect"));
        command.add("127.0.0.1:" + program.port("submissions"));
        command.addAll(Stream.of(certificate.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList());
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        StringBuilder conversation = new StringBuilder();
        try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter to = process.outputWriter(StandardCharsets.UTF_8)) {
            for (String line : List.of("EHLO client.test", "AUTH EXTERNAL =", "QUIT", "")) {
                String said;
                do {
                    said = Objects.requireNonNullElse(from.readLine(), "000 it went away");
                    conversation.append(said).append('\n');
                } while (said.charAt(3) == '-');
                to.write(line + "\n");
                to.flush();
            }
        } finally {
            process.destroyForcibly();
        }
        return conversation.toString();
    }

    private void checked(String words) throws IOException, InterruptedException {
        checked(List.of(words.split(" ", -1)));
    }

    private void checked(List<String> command) throws IOException, InterruptedException {
        RunningProgram.Finished finished = finished(command);
        assertThat(finished.exit())
                .as("%s%n%s%n%s", command, finished.output(), finished.errors())
                .isZero();
    }

    private RunningProgram.Finished finished(List<String> command) throws IOException, InterruptedException {
        return RunningProgram.Finished.of(Map.of(), folder, command.toArray(String[]::new));
    }
}
