package org.pennypost.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.sasl.SaslLogin;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.SmtpReader;
import org.pennypost.smtp.testing.ScriptedServer;
import org.pennypost.smtp.testing.TestTls;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.TlsMode;

/** How the client behaves towards a server, whatever that one says: it waits its turn, asks once, says what it may and believes what it must. */
class SmtpClientMannersTest {
    private static final SmtpClientConfig PLAIN =
            SmtpClientConfig.plain("localhost", 25, "client.example").with(SmtpTimeouts.all(Duration.ofSeconds(10)));

    private static SmtpClient open(ScriptedServer server) throws IOException {
        return SmtpClient.open(server.connection(), PLAIN, DialogueListener.NONE);
    }

    private static ForwardPath to(String path) throws Exception {
        return new SmtpReader(path.getBytes(StandardCharsets.UTF_8)).forwardPath();
    }

    private static OutgoingMessage message(String from, String... to) throws Exception {
        ReversePath sender = new SmtpReader(from.getBytes(StandardCharsets.UTF_8)).reversePath();
        List<ForwardPath> recipients = new ArrayList<>();
        for (String each : to) {
            recipients.add(to(each));
        }
        return OutgoingMessage.of(
                sender, recipients, MessageContent.of("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * RFC 5321 §4.3.1, RFC 2920 §3.1, RFC 4954 §4: what may go together goes in one write, so a line that came too early lies there when the
     * server looks, before it answers the one in front of it.
     */
    @ParameterizedTest
    @CsvSource({
        "'', 'EHLO AUTH MAIL RCPT RCPT DATA . QUIT'",
        "PIPELINING, 'EHLO AUTH MAIL+ RCPT+ RCPT+ DATA . QUIT'",
    })
    void linesWaitForTheReplyBeforeThemButInGroups(String extension, String heard) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Deadlines deadlines = Deadlines.start()) {
            CompletableFuture<String> server = CompletableFuture.supplyAsync(() -> attentive(listener, extension));
            SmtpClientConfig config = SmtpClientConfig.plain("localhost", listener.getLocalPort(), "client.example")
                    .with(SmtpTimeouts.all(Duration.ofSeconds(10)));
            try (SmtpClient client = SmtpClient.connect(config, deadlines, DialogueListener.NONE)) {
                assertThat(client.login("alice", "secret", true).code()).isEqualTo(235);
                assertThat(client.send(message("<alice@e.test>", "<bob@e.test>", "<carol@e.test>"))
                                .complete())
                        .isTrue();
            }
            assertThat(server.join()).isEqualTo(heard);
        }
    }

    /** Answers each line; says which came, with + where more lay behind it already. */
    private static String attentive(ServerSocket listener, String extension) {
        StringBuilder heard = new StringBuilder();
        try (Socket socket = listener.accept()) {
            InputStream in = socket.getInputStream();
            say(socket, "220 x");
            boolean content = false;
            while (!heard.toString().endsWith("QUIT")) {
                String line = line(in);
                if (content && !line.equals(".")) {
                    continue;
                }
                String verb = line.split(" ", 2)[0];
                heard.append(heard.isEmpty() ? "" : " ").append(verb).append(in.available() > 0 ? "+" : "");
                content = verb.equals("DATA");
                say(
                        socket,
                        switch (verb) {
                            case "EHLO" ->
                                "250-x\r\n" + (extension.isEmpty() ? "" : "250-" + extension + "\r\n")
                                        + "250 AUTH PLAIN";
                            case "AUTH" -> "235 ok";
                            case "DATA" -> "354 go";
                            case "QUIT" -> "221 bye";
                            default -> "250 ok";
                        });
            }
        } catch (IOException e) {
            heard.append(" ! ").append(e);
        }
        return heard.toString();
    }

    private static void say(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the client went");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    /** RFC 5321 §4.1.4: QUIT ends it also where no session was begun; §3.1: a server that greets with 554 waits for it. */
    @ParameterizedTest
    @CsvSource({
        "'554 5.3.2 not here', '', '', QUIT",
        "'220 x', '550 5.7.1 not you', '550 5.7.1 not you', EHLO HELO QUIT",
        "'220 x', '250 x', '', EHLO QUIT",
    })
    void quitIsSaidAlsoWhereNoSessionWasBegun(String greeting, String ehlo, String helo, String heard) {
        List<String> script = new ArrayList<>(List.of(greeting + "\r\n"));
        for (String reply : List.of(ehlo, helo, "221 bye")) {
            if (!reply.isEmpty()) {
                script.add(reply + "\r\n");
            }
        }
        try (ScriptedServer server = new ScriptedServer(script.toArray(String[]::new))) {
            SmtpClientConfig config = PLAIN.with(TlsMode.REQUIRED, TestTls.trusting(), true);
            assertThatThrownBy(() -> SmtpClient.open(server.connection(), config, DialogueListener.NONE))
                    .isInstanceOf(SmtpRefused.class);
            assertThat(server.heard()).extracting(line -> line.split(" ", 2)[0]).containsExactly(heard.split(" "));
        }
    }

    /** RFC 5321 §4.2.1, §4.2.4: what is refused for good is not tried again; 4yz is for the caller to try later. */
    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 nobody", "450 4.2.1 not now", "502 5.5.1 what"})
    void whatIsRefusedIsNotSentAgain(String refusal) throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        "220 x\r\n", "250 x\r\n", "250 ok\r\n", refusal + "\r\n", "250 ok\r\n", "221 x\r\n");
                SmtpClient client = open(server)) {
            DeliveryResult result = client.send(message("<a@e.test>", "<b@e.test>"));

            assertThat(result.recipients())
                    .extracting(each -> each.step() + " " + each.reply().code())
                    .containsExactly("RECIPIENT " + refusal.substring(0, 3));
            client.command("NOOP");
            assertThat(server.heard())
                    .containsExactly(
                            "EHLO client.example", "MAIL FROM:<a@e.test>", "RCPT TO:<b@e.test>", "RSET", "NOOP");
        }
    }

    /** RFC 4954 §6: a login is tried once, and its refusal is the caller's. */
    @ParameterizedTest
    @ValueSource(strings = {"454 4.7.0 later", "535 5.7.8 no", "432 4.7.12 change it"})
    void aLoginThatIsRefusedIsNotTriedAgain(String refusal) throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        "220 x\r\n", "250-x\r\n250 AUTH PLAIN LOGIN\r\n", refusal + "\r\n", "250 ok\r\n");
                SmtpClient client = open(server)) {
            assertThat(client.login("alice", "secret", true).code())
                    .isEqualTo(Integer.parseInt(refusal.substring(0, 3)));
            client.command("NOOP");

            assertThat(server.heard())
                    .containsExactly("EHLO client.example", "AUTH PLAIN AGFsaWNlAHNlY3JldA==", "NOOP");
        }
    }

    /** RFC 4954 §6: a mechanism that is too weak for the account is no reason not to try the others, the strongest first and each once. */
    @Test
    void aMechanismThatIsTooWeakIsNotTheLastOne() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250 AUTH login scram-sha-1 PLAIN XOAUTH2\r\n",
                        "534 5.7.9 too weak\r\n",
                        "534 5.7.9 too weak\r\n",
                        "235 2.7.0 ok\r\n");
                SmtpClient client = open(server)) {
            assertThat(client.login("alice", "secret", true).code()).isEqualTo(235);
            assertThat(server.heard()).hasSize(4);
            assertThat(server.heard().get(1)).startsWith("AUTH SCRAM-SHA-1 ");
            assertThat(server.heard().get(2)).isEqualTo("AUTH PLAIN AGFsaWNlAHNlY3JldA==");
            assertThat(server.heard().get(3)).isEqualTo("AUTH LOGIN");
        }
    }

    /** As above; when all are too weak, the caller hears it. */
    @Test
    void allMechanismsMayBeTooWeak() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        "220 x\r\n", "250-x\r\n250 AUTH PLAIN\r\n", "534 5.7.9 too weak\r\n", "250 ok\r\n");
                SmtpClient client = open(server)) {
            assertThat(client.login("alice", "secret", true).code()).isEqualTo(534);
            client.command("NOOP");
            assertThat(server.heard())
                    .containsExactly("EHLO client.example", "AUTH PLAIN AGFsaWNlAHNlY3JldA==", "NOOP");
        }
    }

    /** RFC 4954 §4: a first response without an octet is "=". */
    @Test
    void anEmptyFirstResponseIsAnEqualsSign() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer("220 x\r\n", "250-x\r\n250 AUTH EXTERNAL\r\n", "235 2.7.0 ok\r\n");
                SmtpClient client = open(server)) {
            assertThat(client.login(SaslLogin.certificate(), true).code()).isEqualTo(235);
            assertThat(server.heard()).containsExactly("EHLO client.example", "AUTH EXTERNAL =");
        }
    }

    /** RFC 3207 §5 over LMTP too: what stands behind the go-ahead for TLS is not taken for words of the server. */
    @Test
    void plaintextBehindTheGoAheadIsAnAttackOverLmtpToo() {
        try (ScriptedServer injected =
                new ScriptedServer("220 x\r\n", "250-x\r\n250 STARTTLS\r\n", "220 go\r\n250 AUTH PLAIN\r\n", "")) {
            SmtpClientConfig config =
                    PLAIN.with(SmtpClientConfig.Protocol.LMTP).with(TlsMode.REQUIRED, TestTls.trusting(), true);
            assertThatThrownBy(() -> SmtpClient.open(injected.connection(), config, DialogueListener.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("16 bytes of plaintext");
            assertThat(injected.heard()).startsWith("LHLO client.example", "STARTTLS");
        }
    }

    /** RFC 5321 §3.3, §3.6.1, appendix C and F.2: routes are read, and never sent. */
    @Test
    void sourceRoutesAreNotSent() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        "220 x\r\n", "250 x\r\n", "250 ok\r\n", "250 ok\r\n", "550 no\r\n", "250 ok\r\n");
                SmtpClient client = open(server)) {
            client.send(message("<@one.test,@two.test:a@e.test>", "<@one.test:b@e.test>"));

            assertThat(server.heard()).startsWith("EHLO client.example", "MAIL FROM:<a@e.test>", "RCPT TO:<b@e.test>");
        }
    }

    /** RFC 5321 §2.4: local parts are as they were given, on their way too. */
    @Test
    void theCaseOfLocalPartsIsKept() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer("220 x\r\n", "250 x\r\n", "250 ok\r\n", "550 no\r\n", "250 ok\r\n");
                SmtpClient client = open(server)) {
            client.send(message("<Alice.X@e.test>", "<BOB@e.test>"));

            assertThat(server.heard()).contains("MAIL FROM:<Alice.X@e.test>", "RCPT TO:<BOB@e.test>");
        }
    }

    /** RFC 6531 §3.7.4: replies may have UTF-8, in 251, 551 and those to VRFY and EXPN. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "251 2.1.5 J\u00fcrgen <j\u00fcrgen@e.test>",
                "551 5.7.1 Try <\u00e5sa@e.test>",
                "250 <\u00e9@e.test>"
            })
    void repliesInUtf8AreRead(String reply) throws Exception {
        String octets = new String((reply + "\r\n").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (ScriptedServer server = new ScriptedServer("220 x\r\n", "250 SMTPUTF8\r\n", octets);
                SmtpClient client = open(server)) {
            Reply read = client.command("VRFY someone SMTPUTF8");

            assertThat(reply).startsWith(read.code() + " ").endsWith(read.text());
        }
    }

    /** RFC 5321 §2.3.5, §4.1.4: who has no name says the address that the server sees; never a nickname that only this machine knows. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, [127.0.0.1]", "::1, [IPv6:0:0:0:0:0:0:0:1]"})
    void aClientWithoutANameSaysItsAddress(String address, String said) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral(address));
                Deadlines deadlines = Deadlines.start()) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = listener.accept()) {
                    say(socket, "220 x");
                    String line = line(socket.getInputStream());
                    say(socket, "250 x");
                    return line;
                } catch (IOException e) {
                    return e.toString();
                }
            });
            SmtpClientConfig config = SmtpClientConfig.plain(address, listener.getLocalPort(), "")
                    .with(SmtpTimeouts.all(Duration.ofSeconds(10)));
            SmtpClient.connect(config, deadlines, DialogueListener.NONE).close();
            assertThat(heard.join()).isEqualTo("EHLO " + said);
        }
    }

    /** RFC 6531 §3.7.1: what EHLO says is ASCII; an A-label stands for a name beyond it. */
    @Test
    void theClientsNameIsAscii() {
        assertThatThrownBy(() -> SmtpClientConfig.plain("localhost", 25, "b\u00fccher.example"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SmtpClientConfig.plain("localhost", 25, "xn--bcher-kva.example")
                        .clientName())
                .isEqualTo("xn--bcher-kva.example");
    }
}
