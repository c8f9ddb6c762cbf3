package org.pennypost.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.sasl.SaslFailure;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.SmtpLimits;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.smtp.testing.LocalServer;
import org.pennypost.smtp.testing.ScriptedServer;
import org.pennypost.smtp.testing.TestTls;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.TlsMode;

class SmtpClientTest {
    private static final SmtpClientConfig PLAIN =
            SmtpClientConfig.plain("localhost", 25, "client.example").with(SmtpTimeouts.all(Duration.ofSeconds(10)));

    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer(SmtpServerConfig.named("mx.example.org").withTls(TestTls::server));
    }

    @AfterEach
    void stop() {
        assertThat(server.reception().openMessages()).isZero();
        server.close();
    }

    private SmtpClient inMemory() throws IOException {
        return SmtpClient.open(server.connectInMemory(), PLAIN, DialogueListener.NONE);
    }

    private SmtpClient overSocket(TlsMode security, javax.net.ssl.SSLContext trust, boolean verify) throws IOException {
        SmtpClientConfig config = SmtpClientConfig.plain("localhost", server.port(), "client.example")
                .with(SmtpTimeouts.all(Duration.ofSeconds(10)))
                .with(security, trust, verify);
        return SmtpClient.connect(config, server.deadlines(), DialogueListener.NONE);
    }

    private static ForwardPath to(String address) {
        try {
            return ForwardPath.of(Mailbox.parse(address));
        } catch (BadSyntax wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static OutgoingMessage message(String content, String... to) throws IOException {
        List<ForwardPath> recipients = new ArrayList<>();
        for (String each : to) {
            recipients.add(to(each));
        }
        return OutgoingMessage.of(
                ReversePath.of(new Mailbox("alice", "example.net")),
                recipients,
                MessageContent.of(content.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: x\r\n\r\nHello\r\n",
                "Subject: x\r\n\r\n.\r\n..\r\n.dot\r\nend\r\n.\r\n",
                ".\r\n",
                "MIME-Version: 1.0\r\n\r\n8 bit: \u00e4\u00ff\r\n",
                "\r\n",
                "\r\n\r\n\r\n",
            })
    void whatGoesInComesOut(String content) throws IOException {
        try (SmtpClient client = inMemory()) {
            assertThat(client.send(message(content, "bob@example.org")).complete())
                    .isTrue();
        }
        assertThat(server.reception().received())
                .singleElement()
                .satisfies(message -> assertThat(message.content()).isEqualTo(content));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\n", "a\rb\r", "a\r\nb", "a\n\r\nb"})
    void lineEndsAreMadeCrlf(String content) throws IOException {
        try (SmtpClient client = inMemory()) {
            assertThat(client.send(message(content, "bob@example.org")).complete())
                    .isTrue();
        }
        String expected = content.equals("a\n\r\nb") ? "a\r\n\r\nb\r\n" : "a\r\nb\r\n";
        assertThat(server.reception().received().getFirst().content()).isEqualTo(expected);
    }

    /** Whatever stands in a message, in whatever pieces it is read: no server, lax or strict, sees an end of data before the end. */
    @Test
    void nothingThatWeSendCanBeTakenForTheEnd() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SmtpClientTest.nothingThatWeSendCanBeTakenForTheEnd seed=" + seed);
        Random random = new Random(seed);
        try (SmtpClient client = inMemory()) {
            for (int i = 0; i < 300; i++) {
                StringBuilder content = new StringBuilder();
                IntStream.range(0, random.nextInt(1, 40))
                        .forEach(n -> content.append("\r\n.a".charAt(random.nextInt(4))));
                assertThat(client.send(message(content.toString(), "bob@example.org"))
                                .complete())
                        .as("seed %d", seed)
                        .isTrue();
                String expected = content.toString().replaceAll("\r\n|\r|\n", "\r\n");
                assertThat(server.reception().received().getLast().content())
                        .as("seed %d", seed)
                        .isEqualTo(expected.endsWith("\r\n") ? expected : expected + "\r\n");
            }
        }
    }

    @Test
    void aLargeMessageOverASocketArrivesWhole() throws IOException {
        byte[] content = new byte[30_000_000];
        new Random(1).nextBytes(content);
        for (int i = 0; i < content.length; i++) {
            content[i] = i % 78 == 76 ? (byte) '\r' : i % 78 == 77 ? (byte) '\n' : (byte) ('!' + (content[i] & 63));
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        try (SmtpClient client = overSocket(TlsMode.NEVER, ClientTls.verifying(), true)) {
            assertThat(client.send(message(text, "bob@example.org")).complete()).isTrue();
        }
        String received = server.reception().received().getFirst().content();
        assertThat(received.hashCode()).isEqualTo((text + "\r\n").hashCode());
        assertThat(received.length()).isEqualTo(text.length() + 2);
    }

    @Test
    void everyRecipientHasItsOwnResult() throws IOException {
        String[] many = IntStream.range(0, 230)
                .mapToObj(i -> i % 3 == 0 ? "u" + i + "@elsewhere.test" : "u" + i + "@example.org")
                .toArray(String[]::new);
        try (SmtpClient client = inMemory()) {
            DeliveryResult result = client.send(message("x\r\n", many));
            for (int i = 0; i < many.length; i++) {
                DeliveryResult.Recipient each = result.recipients().get(i);
                assertThat(each.path()).hasToString("<" + many[i] + ">");
                assertThat(each.accepted()).isEqualTo(i % 3 != 0);
                assertThat(each.reply().code()).isEqualTo(i % 3 == 0 ? 550 : 250);
            }
            assertThat(result.failed()).hasSize(77);
            assertThat(client.send(message("y\r\n", "bob@elsewhere.test")).recipients())
                    .extracting(DeliveryResult.Recipient::step)
                    .containsExactly(Step.RECIPIENT);
            assertThat(client.send(message("z\r\n", "bob@example.org")).complete())
                    .as("the session is good for another")
                    .isTrue();
        }
        assertThat(server.reception().received()).hasSize(2);
    }

    @Test
    void aRefusedSenderOrMessageIsEverybodysResult() throws IOException {
        server.reception().sender("<alice@example.net>", Reply.of(451, "4.1.8", "Ask again"));
        try (SmtpClient client = inMemory()) {
            assertThat(client.send(message("x\r\n", "a@example.org", "b@example.org"))
                            .recipients())
                    .extracting(each -> each.step() + " " + each.reply())
                    .containsOnly("SENDER 451 4.1.8 Ask again");
            server.reception().sender("<alice@example.net>", Reply.of(250, "2.1.0", "OK"));
            server.reception().verdict(Reply.of(452, "4.3.1", "Disk full"));
            assertThat(client.send(message("x\r\n", "a@example.org")).recipients())
                    .extracting(each -> each.step() + " " + each.reply())
                    .containsOnly("MESSAGE 452 4.3.1 Disk full");
        }
    }

    @Test
    void whatTheServerDoesNotOfferIsSaidBeforeAnythingIsSent() throws IOException {
        try (ScriptedServer old = new ScriptedServer("220 old\r\n", "250-old\r\n250 SIZE 100\r\n", "221 bye\r\n");
                SmtpClient client = SmtpClient.open(old.connection(), PLAIN, DialogueListener.NONE)) {
            assertThat(client.send(message("x: \u00e4\r\n\r\n", "bob@example.org"))
                            .failed())
                    .extracting(each -> each.reply().status().orElseThrow().toString())
                    .containsExactly("5.6.7");
            assertThat(client.send(message("x\r\n", "j\u00fcrgen@example.org")).failed())
                    .extracting(each -> each.reply().status().orElseThrow().toString())
                    .containsExactly("5.6.7");
            assertThat(client.send(message("MIME-Version: 1.0\r\n\r\n\u00e4\r\n", "bob@example.org"))
                            .failed())
                    .extracting(each -> each.reply().status().orElseThrow().toString())
                    .containsExactly("5.6.3");
            assertThat(client.send(message("x".repeat(200), "bob@example.org")).failed())
                    .extracting(DeliveryResult.Recipient::step)
                    .containsExactly(Step.NEGOTIATION);
            assertThat(old.heard()).containsExactly("EHLO client.example");
        }
    }

    @Test
    void smtputf8IsDeclaredWhereItIsNeeded() throws IOException {
        List<String> dialogue = new ArrayList<>();
        try (SmtpClient client = SmtpClient.open(server.connectInMemory(), PLAIN, recording(dialogue))) {
            byte[] content = "Subject: \u00e4\r\n\r\n".getBytes(StandardCharsets.UTF_8);
            OutgoingMessage message = OutgoingMessage.of(
                    ReversePath.NULL,
                    List.of(to("j\u00fcrgen@b\u00fccher.example"), ForwardPath.POSTMASTER),
                    MessageContent.of(content));
            server.reception().recipient("<j\u00fcrgen@b\u00fccher.example>", Reply.of(250, "2.1.5", "OK"));
            assertThat(client.send(message).complete()).isTrue();
        }
        assertThat(dialogue)
                .contains(
                        "C: MAIL FROM:<> SIZE=15 BODY=8BITMIME SMTPUTF8",
                        "C: RCPT TO:<j\u00fcrgen@b\u00fccher.example>",
                        "C: RCPT TO:<postmaster>",
                        "C: [15 octets]",
                        "C: .",
                        "C: QUIT")
                .contains("S: 220 mx.example.org ESMTP Pennypost", "S: 221 2.0.0 mx.example.org says goodbye.");
        assertThat(server.reception().received().getFirst().envelope().withProtocol())
                .isEqualTo("UTF8SMTP");
    }

    private static DialogueListener recording(List<String> dialogue) {
        return new DialogueListener() {
            @Override
            public void sent(String line) {
                dialogue.add("C: " + line);
            }

            @Override
            public void received(String line) {
                dialogue.add("S: " + line);
            }
        };
    }

    @Test
    void starttlsProtectsTheSession() throws IOException {
        try (SmtpClient client = overSocket(TlsMode.REQUIRED, TestTls.trusting(), true)) {
            assertThat(client.tls()).isPresent();
            assertThat(client.capabilities().offers("STARTTLS"))
                    .as("RFC 3207 §4.2")
                    .isFalse();
            assertThat(client.send(message("x\r\n", "bob@example.org")).complete())
                    .isTrue();
        }
        assertThat(server.reception().received().getFirst().envelope().withProtocol())
                .isEqualTo("ESMTPS");
    }

    @Test
    void aCertificateThatIsNotTrustedEndsTheSession() throws IOException {
        assertThatThrownBy(() -> overSocket(TlsMode.REQUIRED, ClientTls.verifying(), true))
                .isInstanceOf(SSLException.class);
        try (SmtpClient client = overSocket(TlsMode.WHEN_OFFERED, ClientTls.trustingAll(), false)) {
            assertThat(client.tls()).isPresent();
        }
    }

    /** RFC 4954 §14: the name that the caller gave counts, whatever the server calls itself; it is "localhost" in the certificate and in EHLO's answer here. */
    @Test
    void theNameInTheCertificateIsTheOneThatWasAskedFor() throws IOException {
        SmtpClientConfig elsewhere = SmtpClientConfig.plain("mail.example.org", 25, "client.example")
                .with(TlsMode.REQUIRED, TestTls.trusting(), true);
        assertThatThrownBy(() -> SmtpClient.open(server.connectInMemory(), elsewhere, DialogueListener.NONE))
                .isInstanceOf(SSLException.class);
        SmtpClientConfig here = PLAIN.with(TlsMode.REQUIRED, TestTls.trusting(), true);
        try (SmtpClient client = SmtpClient.open(server.connectInMemory(), here, DialogueListener.NONE)) {
            assertThat(client.tls()).isPresent();
        }
    }

    @Test
    void starttlsThatIsRequiredAndNotOfferedEndsTheSession() {
        try (ScriptedServer stripped = new ScriptedServer("220 x\r\n", "250 x\r\n", "221 bye\r\n")) {
            SmtpClientConfig config = PLAIN.with(TlsMode.REQUIRED, TestTls.trusting(), true);
            assertThatThrownBy(() -> SmtpClient.open(stripped.connection(), config, DialogueListener.NONE))
                    .isInstanceOfSatisfying(
                            SmtpRefused.class,
                            refused -> assertThat(refused.step()).isEqualTo(Step.STARTTLS));
        }
    }

    @Test
    void plaintextBehindTheGoAheadForTlsIsAnAttack() {
        try (ScriptedServer injected =
                new ScriptedServer("220 x\r\n", "250-x\r\n250 STARTTLS\r\n", "220 go\r\n250 AUTH PLAIN\r\n", "")) {
            SmtpClientConfig config = PLAIN.with(TlsMode.REQUIRED, TestTls.trusting(), true);
            assertThatThrownBy(() -> SmtpClient.open(injected.connection(), config, DialogueListener.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("16 bytes of plaintext");
        }
    }

    @Test
    void aServerWithoutEhloIsGreetedInTheOldWay() throws IOException {
        try (ScriptedServer old = new ScriptedServer(
                        "220 old\r\n",
                        "500 what?\r\n",
                        "250 old\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "250",
                        "250 kept\r\n",
                        "221 bye\r\n");
                SmtpClient client = SmtpClient.open(old.connection(), PLAIN, DialogueListener.NONE)) {
            assertThat(old.heard()).containsExactly("EHLO client.example", "HELO client.example");
            assertThat(client.command("NOOP").code()).isEqualTo(250);
        }
    }

    @Test
    void repliesOfManyLinesAndShapesAreRead() throws IOException {
        try (ScriptedServer odd = new ScriptedServer(
                        "220-welcome\r\n220-250 to you\r\n220\r\n",
                        "250-x\r\n250-auth=LOGIN\r\n250-Size\r\n250 PiPeLiNiNg\n",
                        "550-5.1.1 no\r\n550 5.1.1 such user\r\n",
                        "550 4.1.1 contradiction\r\n",
                        "221\r\n");
                SmtpClient client = SmtpClient.open(odd.connection(), PLAIN, DialogueListener.NONE)) {
            assertThat(client.capabilities().parameters("AUTH")).containsExactly("LOGIN");
            assertThat(client.capabilities().sizeOctetsMax()).isEmpty();
            assertThat(client.capabilities().offers("PIPELINING")).isTrue();
            assertThat(client.command("VRFY a")).isEqualTo(Reply.of(550, "5.1.1", "no", "such user"));
            assertThat(client.command("VRFY a")).isEqualTo(Reply.plain(550, "4.1.1 contradiction"));
        }
    }

    /** RFC 5321 §4.2, §4.3.2. */
    @Test
    void unknownCodesAreReadByTheirFirstDigit() throws IOException {
        try (ScriptedServer odd = new ScriptedServer(
                        "229 x\r\n",
                        "259 x\r\n",
                        "299 ok\r\n",
                        "233 ok\r\n",
                        "499 later\r\n",
                        "354 go\r\n",
                        "",
                        "277 kept\r\n",
                        "299 bye\r\n");
                SmtpClient client = SmtpClient.open(odd.connection(), PLAIN, DialogueListener.NONE)) {
            assertThat(client.send(message("x\r\n", "a@example.org", "b@example.org"))
                            .recipients())
                    .extracting(each -> each.accepted() + " " + each.reply().code())
                    .containsExactly("true 277", "false 499");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n",
                "22\r\n",
                "2200\r\n",
                "220x\r\n",
                "150 x\r\n",
                "620 x\r\n",
                "220-a\r\n221 b\r\n",
                "\r\n",
                "HTTP/1.1 400 Bad Request\r\n"
            })
    void whatIsNoReplyEndsTheSession(String greeting) {
        try (ScriptedServer strange = new ScriptedServer(greeting, "")) {
            assertThatThrownBy(() -> SmtpClient.open(strange.connection(), PLAIN, DialogueListener.NONE))
                    .isInstanceOf(MalformedReply.class);
        }
    }

    @Test
    void aReplyWithoutEndIsEnded() {
        try (ScriptedServer endless = new ScriptedServer("220-more\r\n".repeat(1001), "")) {
            assertThatThrownBy(() -> SmtpClient.open(endless.connection(), PLAIN, DialogueListener.NONE))
                    .isInstanceOf(MalformedReply.class);
        }
        try (ScriptedServer wide = new ScriptedServer("220 " + "x".repeat(10_000) + "\r\n", "")) {
            assertThatThrownBy(() -> SmtpClient.open(wide.connection(), PLAIN, DialogueListener.NONE))
                    .isInstanceOf(MalformedReply.class);
        }
    }

    @Test
    void refusalsToTalkCarryTheReply() {
        try (ScriptedServer busy = new ScriptedServer("421 4.3.2 busy\r\n", "")) {
            assertThatThrownBy(() -> SmtpClient.open(busy.connection(), PLAIN, DialogueListener.NONE))
                    .isInstanceOfSatisfying(SmtpRefused.class, refused -> {
                        assertThat(refused.step()).isEqualTo(Step.GREETING);
                        assertThat(refused.reply()).isEqualTo(Reply.of(421, "4.3.2", "busy"));
                    });
        }
    }

    @Test
    void aServerThatClosesOrSleepsIsAnIoException() {
        try (ScriptedServer gone = new ScriptedServer("220 x\r\n")) {
            assertThatThrownBy(() -> SmtpClient.open(gone.connection(), PLAIN, DialogueListener.NONE))
                    .isInstanceOf(IOException.class);
        }
        try (ScriptedServer asleep = new ScriptedServer("", "", "")) {
            SmtpClientConfig impatient = PLAIN.with(SmtpTimeouts.all(Duration.ofMillis(1)));
            assertThatThrownBy(() -> SmtpClient.open(asleep.connection(), impatient, DialogueListener.NONE))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void closingInTheMiddleOfATransactionIsAResult() throws IOException {
        try (ScriptedServer closing = new ScriptedServer(
                        "220 x\r\n", "250 x\r\n", "250 ok\r\n", "250 ok\r\n", "421 4.3.2 going down\r\n");
                SmtpClient client = SmtpClient.open(closing.connection(), PLAIN, DialogueListener.NONE)) {
            assertThat(client.send(message("x\r\n", "a@example.org", "b@example.org", "c@example.org"))
                            .recipients())
                    .extracting(each -> each.step() + " " + each.reply().code())
                    .containsOnly("RECIPIENT 421");
        }
    }

    /** RFC 2920 §3.1: a server that says 354 although nobody is left gets a dot and no message. */
    @Test
    void nobodyGetsAMessageThatNobodyWasAcceptedFor() throws IOException {
        try (ScriptedServer lax = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250 PIPELINING\r\n",
                        "250 ok\r\n",
                        "550 no\r\n",
                        "354 go\r\n",
                        "554 no recipients\r\n",
                        "221 bye\r\n");
                SmtpClient client = SmtpClient.open(lax.connection(), PLAIN, DialogueListener.NONE)) {
            assertThat(client.send(message("secret\r\n", "a@example.org")).recipients())
                    .extracting(each -> each.step() + " " + each.reply().code())
                    .containsExactly("RECIPIENT 550");
            assertThat(lax.heard()).contains("DATA", ".").doesNotContain("secret");
        }
    }

    @Test
    void aServerThatTakesLessIsTold() throws IOException {
        try (LocalServer small = new LocalServer(
                        SmtpServerConfig.named("small").with(SmtpLimits.DEFAULT.withMessageBytesMax(65_536)));
                SmtpClient client = SmtpClient.open(small.connectInMemory(), PLAIN, DialogueListener.NONE)) {
            assertThat(client.send(message("x".repeat(70_000), "bob@example.org"))
                            .failed())
                    .extracting(
                            each -> each.step() + " " + each.reply().status().orElseThrow())
                    .containsExactly("NEGOTIATION 5.3.4");
        }
    }

    @Test
    void aLoginUsesWhatIsOfferedAndShowsNoSecret() throws IOException, SaslFailure {
        List<String> dialogue = new ArrayList<>();
        try (ScriptedServer plain = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250 AUTH X-NEW PLAIN LOGIN\r\n",
                        "235 2.7.0 welcome\r\n",
                        "221 bye\r\n");
                SmtpClient client = SmtpClient.open(plain.connection(), PLAIN, recording(dialogue))) {
            assertThat(client.login("alice", "secret", false).code())
                    .as("RFC 4954 §4: not without TLS")
                    .isEqualTo(538);
            assertThat(client.login("alice", "secret", true)).isEqualTo(Reply.of(235, "2.7.0", "welcome"));
            assertThat(plain.heard()).contains("AUTH PLAIN AGFsaWNlAHNlY3JldA==");
        }
        assertThat(dialogue).contains("C: AUTH PLAIN ***").noneMatch(line -> line.contains("AGFsaWNl"));
    }

    @Test
    void loginAnswersChallengesAndCancelsWhatIsNone() throws IOException, SaslFailure {
        List<String> dialogue = new ArrayList<>();
        try (ScriptedServer login = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250 AUTH LOGIN\r\n",
                        "334 VXNlcm5hbWU6\r\n",
                        "334 UGFzc3dvcmQ6\r\n",
                        "535 5.7.8 no\r\n",
                        "334 !!!\r\n",
                        "501 cancelled\r\n",
                        "221 bye\r\n");
                SmtpClient client = SmtpClient.open(login.connection(), PLAIN, recording(dialogue))) {
            assertThat(client.login("alice", "secret", true)).isEqualTo(Reply.of(535, "5.7.8", "no"));
            assertThat(client.login("alice", "secret", true).code()).isEqualTo(501);
            assertThat(login.heard()).containsSubsequence("AUTH LOGIN", "YWxpY2U=", "c2VjcmV0", "AUTH LOGIN", "*");
        }
        assertThat(dialogue).noneMatch(line -> line.contains("c2VjcmV0"));
    }

    /** RFC 4954 §4: a first response that makes AUTH longer than 512 octets is not sent with it. */
    @Test
    void aLongFirstResponseIsSentWhenItIsAskedFor() throws IOException, SaslFailure {
        int room = 510 - "AUTH PLAIN ".length();
        int password = room / 4 * 3 - "\0alice\0".length();
        for (int extra = 0; extra <= 1; extra++) {
            try (ScriptedServer plain = new ScriptedServer(
                            "220 x\r\n",
                            "250-x\r\n250 AUTH PLAIN\r\n",
                            extra == 0 ? "235 2.7.0 welcome\r\n" : "334 \r\n",
                            extra == 0 ? "221 bye\r\n" : "235 2.7.0 welcome\r\n",
                            "221 bye\r\n");
                    SmtpClient client = SmtpClient.open(plain.connection(), PLAIN, DialogueListener.NONE)) {
                assertThat(client.login("alice", "p".repeat(password + extra), true)
                                .code())
                        .isEqualTo(235);
                String command = plain.heard().get(1);
                assertThat(command.length() + 2).isLessThanOrEqualTo(512);
                if (extra == 0) {
                    assertThat(command).startsWith("AUTH PLAIN AGFsaWNl");
                } else {
                    assertThat(plain.heard()).element(1).isEqualTo("AUTH PLAIN");
                    assertThat(plain.heard()).element(2).asString().startsWith("AGFsaWNl");
                }
            }
        }
    }

    @Test
    void noSharedMechanismIsSaid() throws IOException, SaslFailure {
        try (SmtpClient client = inMemory()) {
            assertThat(client.login("alice", "secret", true).code()).isEqualTo(504);
        }
    }

    /** RFC 5802 §3: who says yes to SCRAM without having proved that it knows the password is not our server. */
    @Test
    void aServerThatSaysYesTooEarlyIsNotTrusted() throws IOException {
        try (ScriptedServer impostor = new ScriptedServer(
                        "220 x\r\n", "250-x\r\n250 AUTH SCRAM-SHA-256\r\n", "235 2.7.0 welcome\r\n", "");
                SmtpClient client = SmtpClient.open(impostor.connection(), PLAIN, DialogueListener.NONE)) {
            assertThatThrownBy(() -> client.login("alice", "secret", true)).isInstanceOf(SaslFailure.class);
            assertThat(client.usable()).isFalse();
            assertThat(impostor.heard()).noneMatch(line -> line.contains("secret"));
        }
    }
}
