package org.pennypost.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.smtp.testing.LocalServer;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/** Against Postfix's test programs: {@code smtp-source} sends to our server, {@code smtp-sink} receives from our client. Debian package postfix. */
@Tag("interop")
class PostfixToolsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void smtpSourceSendsToUs(@TempDir Path folder) throws Exception {
        try (LocalServer server = new LocalServer(SmtpServerConfig.named("mx.example.org"))) {
            Process source = start(
                    folder,
                    "/usr/sbin/smtp-source",
                    "-s",
                    "10",
                    "-m",
                    "200",
                    "-r",
                    "3",
                    "-l",
                    "4096",
                    "-f",
                    "a@example.net",
                    "-t",
                    "b@example.org",
                    "inet:127.0.0.1:" + server.port());
            assertThat(source.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(source.exitValue())
                    .as(Files.readString(folder.resolve("out")))
                    .isZero();
            assertThat(server.reception().received())
                    .hasSize(200)
                    .allSatisfy(message ->
                            assertThat(message.envelope().recipients()).hasSize(3));
        }
    }

    @Test
    void weSendToSmtpSink(@TempDir Path folder) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectory(folder.resolve("mail"));
        Process sink = start(
                folder,
                "/usr/sbin/smtp-sink",
                "-u",
                System.getProperty("user.name"),
                "-h",
                "sink.example",
                "-d",
                folder + "/mail/m.",
                "127.0.0.1:" + port,
                "10");
        String content = "Subject: x\r\n\r\n.dot\r\n..\r\nend\r\n";
        try (Deadlines deadlines = Deadlines.start();
                SmtpClient client = connect(port, sink, deadlines)) {
            assertThat(client.capabilities().offers("PIPELINING")).isTrue();
            List<ForwardPath> to = List.of(
                    ForwardPath.of(new Mailbox("b", "example.org")), ForwardPath.of(new Mailbox("c d", "example.org")));
            OutgoingMessage message = OutgoingMessage.of(
                    ReversePath.of(new Mailbox("a", "example.net")),
                    to,
                    MessageContent.of(content.getBytes(StandardCharsets.UTF_8)));
            assertThat(client.send(message).complete()).isTrue();
            assertThat(client.send(message).complete()).isTrue();
        } finally {
            sink.destroy();
            assertThat(sink.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        try (Stream<Path> mails = Files.list(folder.resolve("mail"))) {
            assertThat(mails)
                    .hasSize(2)
                    .allSatisfy(mail -> assertThat(Files.readString(mail))
                            .contains("X-Rcpt-Args: <\"c d\"@example.org>")
                            .contains(content.replace("\r\n", "\n")));
        }
    }

    private static SmtpClient connect(int port, Process sink, Deadlines deadlines)
            throws IOException, InterruptedException {
        SmtpClientConfig config =
                SmtpClientConfig.plain("127.0.0.1", port, "client.example").with(SmtpTimeouts.all(PATIENCE));
        for (int attempt = 0; attempt < 100 && !sink.waitFor(50, TimeUnit.MILLISECONDS); attempt++) {
            try {
                return SmtpClient.connect(config, deadlines, DialogueListener.NONE);
            } catch (IOException notYet) {
                // it gives no sign when it begins to listen
            }
        }
        throw new IOException("smtp-sink does not listen");
    }

    private static Process start(Path folder, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }
}
