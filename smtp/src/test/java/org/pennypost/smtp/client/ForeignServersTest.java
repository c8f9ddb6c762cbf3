package org.pennypost.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.sasl.Identity;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.Notify;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.OriginalRecipient;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReturnContent;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.smtp.testing.ForeignServers;
import org.pennypost.smtp.testing.LocalServer;
import org.pennypost.smtp.testing.MemoryLogins;
import org.pennypost.smtp.testing.MemoryReception;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/**
 * Chunks, LMTP and DSN between us and Postfix, Dovecot or Exim; AUTH, LMTP and XCLIENT from swaks. Debian packages postfix, dovecot-lmtpd and swaks; Exim lies beside them
 * ({@code .ci/run}).
 */
@Tag("interop")
class ForeignServersTest {
    private static final SmtpServerConfig OURS = SmtpServerConfig.named("mx.example.org");
    private static final ServiceProfile DSN = ServiceProfile.INBOUND.with(new Offer.DeliveryStatus());

    @TempDir
    Path folder;

    private static ForwardPath to(String localPart, String domain) {
        return ForwardPath.of(new Mailbox(localPart, domain));
    }

    private static OutgoingMessage message(String content, ForwardPath... to) throws IOException {
        return OutgoingMessage.of(
                ReversePath.of(new Mailbox("bob", "example.net")),
                List.of(to),
                MessageContent.of(content.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static SmtpClient connect(SmtpClientConfig config, Deadlines deadlines, List<String> said)
            throws IOException {
        return SmtpClient.connect(
                config.with(SmtpTimeouts.all(Duration.ofSeconds(20))), deadlines, new DialogueListener() {
                    @Override
                    public void sent(String line) {
                        said.add(line);
                    }

                    @Override
                    public void received(String line) {
                        said.add(line);
                    }
                });
    }

    @Test
    void mailGoesToAndFromThem() throws Exception {
        try (LocalServer smtp = new LocalServer(OURS.with(DSN));
                LocalServer lmtp = new LocalServer(OURS.with(ServiceProfile.LMTP));
                ForeignServers they = new ForeignServers(folder, smtp.port(), lmtp.port());
                Deadlines deadlines = Deadlines.start()) {
            chunksToPostfix(they, deadlines);
            postfixSpeaksLmtpToUs(they, deadlines, lmtp.reception());
            postfixPassesOnWhatWeAskForInDsn(they, deadlines, smtp.reception());
            lmtpToDovecot(they, deadlines);
            dovecotSpeaksLmtpToUs(they, deadlines, lmtp);
            eximSendsChunks(they, smtp);
        }
    }

    /** RFC 3030: a message of several chunks, whose lines begin with dots, arrives as it was. */
    private static void chunksToPostfix(ForeignServers they, Deadlines deadlines) throws IOException {
        byte[] noise = new byte[1_600_000];
        new Random(3).nextBytes(noise);
        StringBuilder body = new StringBuilder("Subject: chunks\r\n\r\n.\r\n..\r\n");
        for (int i = 0; i + 64 < noise.length; i += 64) {
            body.append('.').append(HexFormat.of().formatHex(noise, i, i + 32)).append("\r\n");
        }
        List<String> said = new ArrayList<>();
        SmtpClientConfig config = SmtpClientConfig.plain("127.0.0.1", they.smtpPort(), "client.example")
                .withChunks();
        try (SmtpClient client = connect(config, deadlines, said)) {
            assertThat(client.send(message(body.toString(), to("alice", "peer.test")))
                            .complete())
                    .isTrue();
        }
        assertThat(said)
                .anyMatch(line -> line.matches("BDAT [0-9]+"))
                .anyMatch(line -> line.matches("BDAT [0-9]+ LAST"));
        String text = body.substring(body.indexOf("\r\n\r\n")).replace("\r\n", "\n");
        assertThat(they.maildir("alice", 1).getFirst().endsWith(text)).isTrue();
    }

    /** RFC 2033 §4.2: Postfix's LMTP client understands a reply for each recipient. */
    private static void postfixSpeaksLmtpToUs(ForeignServers they, Deadlines deadlines, MemoryReception ours)
            throws IOException {
        for (String name : List.of("a", "b", "full")) {
            ours.recipient("<" + name + "@lmtp.test>", Reply.of(250, "2.1.5", "Recipient OK."));
        }
        ours.verdictFor("<full@lmtp.test>", Reply.of(552, "5.2.2", "Over quota."));
        SmtpClientConfig config = SmtpClientConfig.plain("127.0.0.1", they.smtpPort(), "client.example");
        try (SmtpClient client = connect(config, deadlines, new ArrayList<>())) {
            assertThat(client.send(message(
                                    "Subject: lmtp\r\n\r\n.x\r\n",
                                    to("a", "lmtp.test"),
                                    to("full", "lmtp.test"),
                                    to("b", "lmtp.test")))
                            .complete())
                    .isTrue();
        }
        they.await(() -> ours.received().size() == 1, "Postfix sent nothing over LMTP");
        MemoryReception.Received received = ours.received().getFirst();
        assertThat(received.envelope().withProtocol()).isEqualTo("LMTP");
        assertThat(received.envelope().recipients()).hasSize(3);
        assertThat(received.content()).contains("Subject: lmtp\r\n").endsWith("\r\n\r\n.x\r\n");
    }

    /** RFC 3461: what we ask of Postfix it asks of our server, letter for letter. */
    private static void postfixPassesOnWhatWeAskForInDsn(ForeignServers they, Deadlines deadlines, MemoryReception ours)
            throws IOException {
        ours.recipient("<carol@smtp.test>", Reply.of(250, "2.1.5", "Recipient OK."));
        EsmtpParameters mail = EsmtpParameters.NONE
                .with(EnvelopeParameters.RET, ReturnContent.HDRS)
                .with(EnvelopeParameters.ENVID, "an id+1");
        EsmtpParameters rcpt = EsmtpParameters.NONE
                .with(EnvelopeParameters.NOTIFY, new Notify(Set.of(Notify.Occasion.FAILURE, Notify.Occasion.DELAY)))
                .with(EnvelopeParameters.ORCPT, new OriginalRecipient("rfc822", "Carol+mail@old.test"));
        SmtpClientConfig config = SmtpClientConfig.plain("127.0.0.1", they.smtpPort(), "client.example");
        try (SmtpClient client = connect(config, deadlines, new ArrayList<>())) {
            assertThat(client.send(message("Subject: dsn\r\n\r\nx\r\n", to("carol", "smtp.test"))
                                    .with(mail)
                                    .to(List.of(new RcptCommand(to("carol", "smtp.test"), rcpt))))
                            .complete())
                    .isTrue();
        }
        they.await(() -> ours.received().size() == 1, "Postfix relayed nothing");
        MemoryReception.Received received = ours.received().getFirst();
        EsmtpParameters arrived = received.envelope().recipients().getFirst().parameters();
        assertThat(received.envelope().mail().parameters().find(EnvelopeParameters.RET))
                .contains(ReturnContent.HDRS);
        assertThat(received.envelope().mail().parameters().find(EnvelopeParameters.ENVID))
                .contains("an id+1");
        assertThat(arrived.find(EnvelopeParameters.NOTIFY)).isEqualTo(rcpt.find(EnvelopeParameters.NOTIFY));
        assertThat(arrived.find(EnvelopeParameters.ORCPT)).isEqualTo(rcpt.find(EnvelopeParameters.ORCPT));
    }

    /** RFC 2033, with DATA and in chunks where Dovecot offers them. */
    private static void lmtpToDovecot(ForeignServers they, Deadlines deadlines) throws IOException {
        SmtpClientConfig config = SmtpClientConfig.plain("127.0.0.1", they.lmtpPort(), "client.example")
                .with(SmtpClientConfig.Protocol.LMTP);
        List<String> said = new ArrayList<>();
        try (SmtpClient client = connect(config, deadlines, said)) {
            assertThat(client.send(message("Subject: one\r\n\r\n.\r\nx\r\n", to("dan", "d.test"), to("eve", "d.test")))
                            .complete())
                    .isTrue();
            assertThat(client.send(message("Subject: two\r\n\r\n.\r\nx\r\n", to("dan", "d.test")))
                            .complete())
                    .isTrue();
        }
        try (SmtpClient client = connect(config.withChunks(), deadlines, said)) {
            assertThat(client.capabilities().offers("CHUNKING")).isTrue();
            assertThat(client.send(message(
                                    "Subject: three\r\n\r\n.\r\nx\r\n", to("eve", "d.test"), to("dan", "d.test")))
                            .complete())
                    .isTrue();
        }
        assertThat(said).contains("LHLO client.example").anyMatch(line -> line.startsWith("BDAT"));
        assertThat(they.maildir("dan", 3)).hasSize(3).allMatch(text -> text.endsWith("\n\n.\nx\n"));
        assertThat(they.maildir("eve", 2)).hasSize(2);
    }

    /** Dovecot's LMTP proxy is a client of ours: in chunks, as CHUNKING is offered. */
    private static void dovecotSpeaksLmtpToUs(ForeignServers they, Deadlines deadlines, LocalServer ours)
            throws IOException {
        MemoryReception reception = ours.reception();
        int before = reception.received().size();
        reception.recipient("<dora@proxied.test>", Reply.of(250, "2.1.5", "Recipient OK."));
        SmtpClientConfig config = SmtpClientConfig.plain("127.0.0.1", they.lmtpPort(), "client.example")
                .with(SmtpClientConfig.Protocol.LMTP);
        try (SmtpClient client = connect(config, deadlines, new ArrayList<>())) {
            assertThat(client.send(message("Subject: proxied\r\n\r\n.\r\nx\r\n", to("dora", "proxied.test")))
                            .complete())
                    .isTrue();
            DeliveryResult refused =
                    client.send(message("Subject: proxied\r\n\r\nx\r\n", to("nobody", "proxied.test")));
            assertThat(refused.recipients().getFirst().reply().code()).isEqualTo(550);
        }
        assertThat(reception.received()).hasSize(before + 1);
        assertThat(reception.received().getLast().content())
                .contains("Subject: proxied\r\n")
                .endsWith("\r\n\r\n.\r\nx\r\n");
        assertThat(ours.lines())
                .anyMatch(line -> line.startsWith("LHLO "))
                .anyMatch(line -> line.matches("BDAT [0-9]+.*"));
    }

    /** RFC 3030: Postfix's client has no BDAT, Exim's has, and sends it with MAIL and RCPT in one group (RFC 2920). */
    private static void eximSendsChunks(ForeignServers they, LocalServer ours) throws IOException {
        MemoryReception reception = ours.reception();
        int before = reception.received().size();
        reception.recipient("<carol@smtp.test>", Reply.of(250, "2.1.5", "Recipient OK."));
        String body = ".\n..\n.hidden\n" + "a line of some length, many times\n".repeat(10_000) + ".\n";
        String log =
                they.exim(ours.port(), "bob@example.net", "carol@smtp.test", "Subject: by exim\n\n" + body + "end\n");
        assertThat(log).contains("=> carol@smtp.test").contains(" K C=\"250 ").contains(" Completed");
        assertThat(reception.received()).hasSize(before + 1);
        assertThat(reception.received().getLast().content())
                .contains("Subject: by exim\r\n")
                .endsWith("\r\n\r\n" + body.replace("\n", "\r\n") + "end\r\n");
        assertThat(ours.lines())
                .anyMatch(line -> line.matches("BDAT [0-9]+"))
                .anyMatch(line -> line.matches("BDAT [0-9]+ LAST"));
    }

    @Test
    void swaksLogsInAndSubmits() throws Exception {
        MemoryLogins logins = new MemoryLogins();
        logins.add("alice", "secret");
        try (LocalServer server =
                new LocalServer(OURS.with(ServiceProfile.submission(new Offer.Login(logins, true))))) {
            assertThat(swaks(server.port(), "--auth", "PLAIN", "-au", "alice", "-ap", "secret"))
                    .isZero();
            assertThat(swaks(server.port(), "--auth", "PLAIN", "-au", "alice", "-ap", "wrong"))
                    .isNotZero();
            assertThat(swaks(server.port())).isNotZero();
            assertThat(server.reception().received()).singleElement().satisfies(received -> {
                assertThat(received.envelope().withProtocol()).isEqualTo("ESMTPA");
                assertThat(received.envelope().peer().identity().map(Identity::address))
                        .contains("alice");
            });
        }
    }

    @Test
    void swaksSpeaksLmtpAndXclient() throws Exception {
        try (LocalServer lmtp = new LocalServer(OURS.with(ServiceProfile.LMTP));
                LocalServer smtp = new LocalServer(
                        OURS.with(ServiceProfile.INBOUND.with(new Offer.ProxiedClient(address -> true))))) {
            assertThat(swaks(lmtp.port(), "--protocol", "LMTP")).isZero();
            assertThat(lmtp.reception().received()).hasSize(1);
            assertThat(swaks(smtp.port(), "--xclient-addr", "192.0.2.7", "--xclient-helo", "client.example"))
                    .isZero();
            SmtpPeer peer = smtp.reception().received().getFirst().envelope().peer();
            assertThat(peer.remote().getAddress().getHostAddress()).isEqualTo("192.0.2.7");
            assertThat(peer.helo()).isEqualTo("client.example");
        }
    }

    private int swaks(int port, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "swaks",
                "--server",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--from",
                "alice@example.net",
                "--to",
                "bob@example.org"));
        command.addAll(Arrays.asList(more));
        Process swaks = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "swaks", ".txt").toFile())
                .start();
        assertThat(swaks.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return swaks.exitValue();
    }
}
