package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.wire.ClientTls;
import org.slf4j.LoggerFactory;

/** How the services for people of ours behave as they are wired, and what is not offered where it would not be safe. */
class SubmissionMannersTest {
    private static final String ALICE = "alice@example.test";

    /** RFC 6409 §7: 521 is for machines without mail; that this one takes none from the world is no business of its people. */
    @Test
    void submissionNeverSays521(@TempDir Path folder) throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of("PENNYPOST_SMTP_TAKES_MAIL", "false"))) {
            try (Wire world = server.connect("smtp");
                    Wire people = server.connect("submission")) {
                assertThat(world.answer()).startsWith("521 ");
                assertThat(people.answer()).startsWith("220 ");
                assertThat(people.say("EHLO client.example")).startsWith("250 ");
                assertThat(people.say("MAIL FROM:<" + ALICE + ">")).startsWith("530 ");
            }
            assertThat(tls(server, "submissions", "TLSv1.3", "EHLO client.example", "250 "))
                    .startsWith("220 ");
        }
    }

    /** RFC 6409 §5.2: what programs get wrong is in the log, with the account that it concerns. */
    @Test
    void whatProgramsGetWrongIsLogged(@TempDir Path folder) throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of("PENNYPOST_LOG_LEVEL", "info"))) {
            ListAppender<ILoggingEvent> log = new ListAppender<>();
            log.start();
            Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
            root.addAppender(log);
            try (Wire people = server.connect("submission")) {
                people.answer();
                people.say("EHLO client.example");
                String login = "\0" + ALICE + "\0" + server.password(ALICE);
                people.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
                people.say("MAIL FROM:<" + ALICE + ">");
                people.say("RCPT TO:<" + ALICE + ">");
                people.say("DATA");
                assertThat(people.say("From: boss@example.test\r\n\r\nx\r\n.")).startsWith("550 5.7.1 ");
                assertThat(people.say("QUIT")).startsWith("221 ");
            } finally {
                root.detachAppender(log);
            }
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(line ->
                            line.matches("connection=\\S+ submission of account " + ALICE + " refused: .*boss@.*"));
        }
    }

    /**
     * RFC 7677 §4 asks for the session hash (RFC 7627), or no resumption, where a channel is bound; TLS 1.3 always has the one, and in TLS 1.2 nothing is bound.
     * RFC 9266 §4.2 says the same of {@code tls-exporter}.
     */
    @ParameterizedTest
    @CsvSource({
        "submissions, TLSv1.3, EHLO client.example, '250 ', true",
        "submissions, TLSv1.2, EHLO client.example, '250 ', false",
        "pop3s, TLSv1.3, CAPA, ., true",
        "pop3s, TLSv1.2, CAPA, ., false",
        "imaps, TLSv1.3, A CAPABILITY, A OK, true",
        "imaps, TLSv1.2, A CAPABILITY, A OK, false",
    })
    void channelsAreBoundInTls13Alone(
            String service, String protocol, String command, String end, boolean bound, @TempDir Path folder)
            throws Exception {
        try (ServerInProcess server = new ServerInProcess(folder, Map.of())) {
            String offered = tls(server, service, protocol, command, end);

            assertThat(offered).contains("SCRAM-SHA-256");
            assertThat(offered.contains("-PLUS")).isEqualTo(bound);
        }
    }

    /** RFC 5034 §4, RFC 4954 §4: but for the lab, no password is taken outside TLS, and no mechanism offered. */
    @ParameterizedTest
    @CsvSource({
        "submission, EHLO client.example, '250 ', AUTH, AUTH PLAIN AGEAYg==, '538 '",
        "pop3, CAPA, ., ^SASL, AUTH PLAIN AGEAYg==, '-ERR '",
        "pop3, CAPA, ., ^USER, USER alice, '-ERR '",
        "imap, A CAPABILITY, A OK, AUTH=, A AUTHENTICATE PLAIN AGEAYg==, 'A NO '",
    })
    void withoutTlsNobodyLogsIn(
            String service,
            String command,
            String end,
            String keyword,
            String login,
            String answer,
            @TempDir Path folder)
            throws Exception {
        Map<String, String> configured = Map.of("PENNYPOST_LAB", "false", "PENNYPOST_HOSTNAME", "mail.example.test");
        try (ServerInProcess server = new ServerInProcess(folder, configured);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(service))) {
            BufferedReader in = reader(socket);
            String greeting = String.valueOf(in.readLine());
            assertThat(greeting).doesNotContain("AUTH=");
            assertThat(ask(socket, in, command, end))
                    .doesNotContainPattern("(?m)" + keyword)
                    .containsAnyOf("STARTTLS", "STLS");
            assertThat(ask(socket, in, login, "")).startsWith(answer);
        }
    }

    /** The greeting, and what is answered to a command, up to the line that begins with {@code end}. */
    private static String tls(ServerInProcess server, String service, String protocol, String command, String end)
            throws Exception {
        try (SSLSocket socket = (SSLSocket) ClientTls.trustingAll()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port(service))) {
            socket.setEnabledProtocols(new String[] {protocol});
            BufferedReader in = reader(socket);
            String greeting = String.valueOf(in.readLine());
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            return greeting + "\n" + ask(socket, in, command, end);
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String ask(Socket socket, BufferedReader in, String command, String end) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        StringBuilder said = new StringBuilder();
        String line = String.valueOf(in.readLine());
        while (!line.startsWith(end) && !line.equals("null")) {
            said.append(line).append('\n');
            line = String.valueOf(in.readLine());
        }
        return said.append(line).toString();
    }
}
