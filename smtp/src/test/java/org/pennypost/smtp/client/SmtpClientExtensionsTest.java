package org.pennypost.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.DeliverBy;
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
import org.pennypost.smtp.SmtpLimits;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.smtp.testing.LocalServer;
import org.pennypost.smtp.testing.ScriptedServer;
import org.pennypost.smtp.testing.TestTls;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.TlsMode;

/** What the client does with the extensions that a server offers, and with those that it does not. */
class SmtpClientExtensionsTest {
    private static final SmtpClientConfig PLAIN =
            SmtpClientConfig.plain("localhost", 25, "client.example").with(SmtpTimeouts.all(Duration.ofSeconds(10)));
    private static final SmtpClientConfig LMTP = PLAIN.with(SmtpClientConfig.Protocol.LMTP);
    private static final SmtpServerConfig SERVER = SmtpServerConfig.named("mx.example.org");

    private static ForwardPath to(String address) {
        try {
            return ForwardPath.of(Mailbox.parse(address));
        } catch (BadSyntax wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static OutgoingMessage message(MessageContent content, String... to) throws IOException {
        List<ForwardPath> recipients = new ArrayList<>();
        for (String each : to) {
            recipients.add(to(each));
        }
        return OutgoingMessage.of(ReversePath.of(new Mailbox("alice", "example.net")), recipients, content);
    }

    private static MessageContent content(String octets) {
        return MessageContent.of(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> outcome(DeliveryResult result) {
        return result.recipients().stream()
                .map(each -> each.step() + " " + each.reply().code()
                        + each.reply().status().map(status -> " " + status).orElse(""))
                .toList();
    }

    private static SmtpClient open(LocalServer server, SmtpClientConfig config) throws IOException {
        return SmtpClient.open(server.connectInMemory(), config, DialogueListener.NONE);
    }

    private static SmtpClient open(ScriptedServer server, SmtpClientConfig config) throws IOException {
        return SmtpClient.open(server.connection(), config, DialogueListener.NONE);
    }

    /** RFC 3030 §2: chunks are not dot-stuffed, and their lines end with CRLF. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\r\n",
                "a\nb",
                "a\rb\r",
                ".\r\n..\r\n.\r\n",
                "MIME-Version: 1.0\r\n\r\n\u00e4\r\n",
                "a\r\n.\r"
            })
    void whatGoesInAsChunksComesOut(String octets) throws IOException {
        try (LocalServer server = new LocalServer(SERVER);
                SmtpClient client = open(server, PLAIN.withChunks())) {
            assertThat(client.send(message(content(octets), "bob@example.org")).complete())
                    .isTrue();
            String lines = octets.replaceAll("\r\n|\r|\n", "\r\n");
            assertThat(server.reception().received().getFirst().content())
                    .isEqualTo(lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n");
        }
    }

    @Test
    void aLargeMessageTakesSeveralChunks() throws IOException {
        byte[] octets = new byte[3_500_000];
        new Random(7).nextBytes(octets);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = octets[i] == 0 || octets[i] == '\r' || octets[i] == '\n' ? (byte) '.' : octets[i];
        }
        List<String> dialogue = new ArrayList<>();
        try (LocalServer server = new LocalServer(SERVER);
                SmtpClient client =
                        SmtpClient.open(server.connectInMemory(), PLAIN.withChunks(), recording(dialogue))) {
            assertThat(client.send(message(MessageContent.of(octets), "bob@example.org"))
                            .complete())
                    .isTrue();
            assertThat(server.reception().received().getFirst().content())
                    .isEqualTo(new String(octets, StandardCharsets.ISO_8859_1) + "\r\n");
        }
        assertThat(dialogue)
                .filteredOn(line -> line.startsWith("BDAT"))
                .containsExactly("BDAT 1048576", "BDAT 1048576", "BDAT 1048576", "BDAT 354274 LAST");
    }

    private static DialogueListener recording(List<String> sent) {
        return new DialogueListener() {
            @Override
            public void sent(String line) {
                sent.add(line);
            }

            @Override
            public void received(String line) {}
        };
    }

    /** RFC 3030 §2: after a refused chunk no more are sent, and the transaction is reset. */
    @Test
    void aRefusedChunkEndsTheMessage() throws IOException {
        String line = "x".repeat(62) + "\r\n";
        String[] script = new String[1 << 15];
        Arrays.fill(script, "");
        script[0] = "220 x\r\n";
        script[1] = "250-x\r\n250 CHUNKING\r\n";
        script[2] = "250 ok\r\n";
        script[3] = "250 ok\r\n";
        script[4 + (1 << 20) / 64] = "452 4.3.1 full\r\n";
        script[5 + (1 << 20) / 64] = "250 reset\r\n";
        script[6 + (1 << 20) / 64] = "221 bye\r\n";
        try (ScriptedServer full = new ScriptedServer(script);
                SmtpClient client = open(full, PLAIN.withChunks())) {
            DeliveryResult result = client.send(message(content(line.repeat(40_000)), "bob@example.org"));
            assertThat(outcome(result)).containsExactly("MESSAGE 452 4.3.1");
            assertThat(full.heard())
                    .endsWith("RSET")
                    .filteredOn(each -> each.startsWith("BDAT"))
                    .hasSize(1);
        }
    }

    @Test
    void nobodyGetsChunksWhenNobodyWasAccepted() throws IOException {
        try (LocalServer server = new LocalServer(SERVER);
                SmtpClient client = open(server, PLAIN.withChunks())) {
            assertThat(outcome(client.send(message(content("x\r\n"), "a@elsewhere.test"))))
                    .containsExactly("RECIPIENT 550 5.7.1");
            assertThat(client.send(message(content("x\r\n"), "bob@example.org")).complete())
                    .isTrue();
        }
    }

    /** RFC 3030 §3. */
    @Test
    void binaryContentArrivesAsItIs() throws IOException {
        String octets = "\0\r\n\n\r.\r\n.\r\n\u00ff\r";
        try (LocalServer server = new LocalServer(SERVER.with(ServiceProfile.INBOUND.with(new Offer.BinaryMime())));
                SmtpClient client = open(server, PLAIN)) {
            assertThat(client.send(message(content(octets), "bob@example.org").binary())
                            .complete())
                    .isTrue();
            assertThat(server.reception().received().getFirst().content()).isEqualTo(octets);
        }
    }

    /** RFC 3030 §3: not under any circumstances. */
    @Test
    void binaryContentIsNotSentWhereItIsNotOffered() throws IOException {
        try (LocalServer server = new LocalServer(SERVER);
                SmtpClient client = open(server, PLAIN)) {
            OutgoingMessage binary = message(content("\0\n"), "bob@example.org").binary();
            assertThat(outcome(client.send(binary))).containsExactly("NEGOTIATION 554 5.6.3");
            MessageContent both = content("\0\n").orSevenBit(content("AAo=\r\n"));
            assertThat(client.send(message(both, "bob@example.org").binary()).complete())
                    .isTrue();
            assertThat(server.reception().received()).singleElement().satisfies(received -> {
                assertThat(received.content()).isEqualTo("AAo=\r\n");
                assertThat(received.envelope().mail().sizeOctets()).hasValue(6);
            });
        }
    }

    /** RFC 6152 §3: where 8BITMIME is not on offer, the 7-bit form goes, when there is one. */
    @Test
    void eightBitsAreConvertedForOldServers() throws IOException {
        try (ScriptedServer old = new ScriptedServer(
                        "220 x\r\n",
                        "250 x\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 ok\r\n",
                        "221 x\r\n");
                SmtpClient client = open(old, PLAIN)) {
            MessageContent both = content("\u00e4\r\n").orSevenBit(content("=E4\r\n"));
            assertThat(client.send(message(both, "bob@example.org")).complete()).isTrue();
            assertThat(old.heard()).contains("MAIL FROM:<alice@example.net>", "=E4");
        }
    }

    /** RFC 5321 §2.4: 8BITMIME MUST NOT be asked for what is no MIME. */
    @Test
    void eightBitsThatAreNoMimeAreLabelledOrRefused() throws IOException {
        String eightBit = "Subject: x\r\n\r\n\u00e4\r\n";
        String labelled = "MIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E4\r\n";
        try (LocalServer server = new LocalServer(SERVER);
                SmtpClient client = open(server, PLAIN)) {
            assertThat(outcome(client.send(message(content(eightBit), "bob@example.org"))))
                    .containsExactly("NEGOTIATION 554 5.6.3");
            assertThat(client.send(message(content(eightBit).orSevenBit(content(labelled)), "bob@example.org"))
                            .complete())
                    .isTrue();
            assertThat(client.send(message(content("MIME-Version: 1.0\r\n" + eightBit), "bob@example.org"))
                            .complete())
                    .isTrue();
            assertThat(server.reception().received())
                    .extracting(received -> received.envelope().mail().body() + " " + received.content())
                    .containsExactly("SEVEN_BIT " + labelled, "EIGHT_BIT_MIME MIME-Version: 1.0\r\n" + eightBit);
        }
    }

    /** RFC 6531 §3.2: "at any level within its MIME structure". */
    @Test
    void headersOfPartsBeyondAsciiNeedSmtputf8Too() throws IOException {
        String parts = """
                MIME-Version: 1.0\r
                Content-Type: multipart/mixed; boundary=b\r
                \r
                --b\r
                Content-Disposition: attachment; filename="\u00e4"\r
                \r
                x\r
                --b--\r
                """;
        try (ScriptedServer old =
                        new ScriptedServer("220 x\r\n", "250-x\r\n250-8BITMIME\r\n250 PIPELINING\r\n", "221 x\r\n");
                SmtpClient client = open(old, PLAIN)) {
            assertThat(outcome(client.send(message(content(parts), "bob@example.org"))))
                    .containsExactly("NEGOTIATION 550 5.6.7");
            assertThat(old.heard()).containsExactly("EHLO client.example");
        }
        try (LocalServer server = new LocalServer(SERVER);
                SmtpClient client = open(server, PLAIN)) {
            assertThat(client.send(message(content(parts), "bob@example.org")).complete())
                    .isTrue();
            assertThat(server.reception().received())
                    .singleElement()
                    .satisfies(received ->
                            assertThat(received.envelope().mail().smtpUtf8()).isTrue());
        }
    }

    /** RFC 6531 §3.7: domains are U-labels where SMTPUTF8 is used, and stay A-labels where it is not. */
    @Test
    void domainsBecomeULabelsWithSmtputf8() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
                        "250 ok\r\n",
                        "550 no\r\n",
                        "550 no\r\n",
                        "550 no\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "550 no\r\n",
                        "250 ok\r\n",
                        "221 x\r\n");
                SmtpClient client = open(server, PLAIN)) {
            DeliveryResult result = client.send(message(
                    content("x\r\n"),
                    "b\u00f6b@xn--bcher-kva.example",
                    "b\u00f6b@[192.0.2.1]",
                    "b\u00f6b@xn--a.example"));
            assertThat(result.recipients())
                    .extracting(each -> each.path().toString())
                    .containsExactly(
                            "<b\u00f6b@xn--bcher-kva.example>", "<b\u00f6b@[192.0.2.1]>", "<b\u00f6b@xn--a.example>");
            client.send(message(content("x\r\n"), "bob@xn--bcher-kva.example"));
            assertThat(server.heard())
                    .contains(
                            "RCPT TO:<b\u00f6b@b\u00fccher.example>",
                            "RCPT TO:<b\u00f6b@[192.0.2.1]>",
                            "RCPT TO:<b\u00f6b@xn--a.example>",
                            "RCPT TO:<bob@xn--bcher-kva.example>");
        }
    }

    /** RFC 6531 §3.1: what may once stand behind the keyword changes nothing. */
    @Test
    void parametersOfSmtputf8AreIgnored() throws IOException {
        try (ScriptedServer later = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250-8BITMIME\r\n250 SMTPUTF8 LATER=1\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 ok\r\n",
                        "221 x\r\n");
                SmtpClient client = open(later, PLAIN)) {
            assertThat(client.send(message(content("x\r\n"), "j\u00fcrgen@example.org"))
                            .complete())
                    .isTrue();
            assertThat(later.heard())
                    .anyMatch(line -> line.startsWith("MAIL ") && line.endsWith(" SMTPUTF8"))
                    .contains("RCPT TO:<j\u00fcrgen@example.org>");
        }
    }

    /** RFC 6531 §3.2: a domain has an ASCII form; a local-part has none. */
    @Test
    void domainsBecomeALabelsForServersWithoutSmtputf8() throws IOException {
        try (ScriptedServer old = new ScriptedServer(
                        "220 x\r\n",
                        "250 x\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 ok\r\n",
                        "221 x\r\n");
                SmtpClient client = open(old, PLAIN)) {
            DeliveryResult result = client.send(message(content("x\r\n"), "bob@b\u00fccher.example"));
            assertThat(result.complete()).isTrue();
            assertThat(result.recipients().getFirst().path()).hasToString("<bob@b\u00fccher.example>");
            assertThat(old.heard()).contains("RCPT TO:<bob@xn--bcher-kva.example>");
        }
        try (ScriptedServer old = new ScriptedServer("220 x\r\n", "250 x\r\n", "221 x\r\n");
                SmtpClient client = open(old, PLAIN)) {
            assertThat(outcome(client.send(message(content("x\r\n"), "b\u00f6b@b\u00fccher.example"))))
                    .containsExactly("NEGOTIATION 550 5.6.7");
            assertThat(old.heard()).containsExactly("EHLO client.example");
        }
    }

    /** RFC 3461 §4: the parameters go to servers that know them, and are left out elsewhere. */
    @Test
    void deliveryStatusIsAskedForWhereItIsOffered() throws IOException {
        EsmtpParameters mail = EsmtpParameters.NONE
                .with(EnvelopeParameters.RET, ReturnContent.HDRS)
                .with(EnvelopeParameters.ENVID, "a=b");
        EsmtpParameters rcpt = EsmtpParameters.NONE
                .with(EnvelopeParameters.NOTIFY, new Notify(Set.of(Notify.Occasion.DELAY, Notify.Occasion.SUCCESS)))
                .with(EnvelopeParameters.ORCPT, OriginalRecipient.of(new Mailbox("j\u00fcrgen", "example.org")));
        OutgoingMessage asking = message(content("x\r\n"), "bob@example.org")
                .with(mail)
                .to(List.of(new RcptCommand(to("bob@example.org"), rcpt)));
        List<String> sent = new ArrayList<>();
        try (LocalServer server =
                        new LocalServer(SERVER.with(ServiceProfile.INBOUND.with(new Offer.DeliveryStatus())));
                SmtpClient client = SmtpClient.open(server.connectInMemory(), PLAIN, recording(sent))) {
            assertThat(client.send(asking).complete()).isTrue();
            assertThat(server.reception()
                            .received()
                            .getFirst()
                            .envelope()
                            .recipients()
                            .getFirst()
                            .parameters()
                            .find(EnvelopeParameters.ORCPT))
                    .contains(new OriginalRecipient("utf-8", "j\u00fcrgen@example.org"));
        }
        assertThat(sent)
                .contains(
                        "MAIL FROM:<alice@example.net> SIZE=3 RET=HDRS ENVID=a+3Db",
                        "RCPT TO:<bob@example.org> NOTIFY=SUCCESS,DELAY ORCPT=utf-8;j\\x{FC}rgen@example.org");
        sent.clear();
        try (LocalServer server = new LocalServer(SERVER);
                SmtpClient client = SmtpClient.open(server.connectInMemory(), PLAIN, recording(sent))) {
            assertThat(client.send(asking).complete()).isTrue();
        }
        assertThat(sent).contains("MAIL FROM:<alice@example.net> SIZE=3", "RCPT TO:<bob@example.org>");
    }

    /** RFC 8689 §4.2.1. */
    @Test
    void requireTlsIsKeptOrRefused() throws IOException {
        OutgoingMessage secret = message(content("x\r\n"), "bob@example.org")
                .with(EsmtpParameters.NONE.with(EnvelopeParameters.REQUIRETLS, true));
        SmtpServerConfig offering =
                SERVER.withTls(TestTls::server).with(ServiceProfile.INBOUND.with(new Offer.RequireTls()));
        try (LocalServer server = new LocalServer(offering)) {
            try (SmtpClient plain = open(server, PLAIN)) {
                assertThat(outcome(plain.send(secret))).containsExactly("NEGOTIATION 550 5.7.10");
            }
            try (SmtpClient unverified = open(server, PLAIN.with(TlsMode.REQUIRED, TestTls.trusting(), false))) {
                assertThat(outcome(unverified.send(secret))).containsExactly("NEGOTIATION 550 5.7.10");
            }
            try (SmtpClient secured = open(server, PLAIN.with(TlsMode.REQUIRED, TestTls.trusting(), true))) {
                assertThat(secured.send(secret).complete()).isTrue();
            }
            assertThat(server.reception().received())
                    .singleElement()
                    .satisfies(received -> assertThat(
                                    received.envelope().mail().parameters().has(EnvelopeParameters.REQUIRETLS))
                            .isTrue());
        }
        try (LocalServer server = new LocalServer(SERVER.withTls(TestTls::server));
                SmtpClient secured = open(server, PLAIN.with(TlsMode.REQUIRED, TestTls.trusting(), true))) {
            assertThat(outcome(secured.send(secret))).containsExactly("NEGOTIATION 550 5.7.30");
        }
    }

    /** RFC 2852 §4.1.4.1: with the mode R it MUST NOT go where the time is not kept; with N it may. */
    @Test
    void aTimeThatMustBeKeptIsNotLeftToServersThatDoNot() throws IOException {
        OutgoingMessage message = message(content("x\r\n"), "bob@example.org");
        try (LocalServer server = new LocalServer(SERVER);
                SmtpClient client = open(server, PLAIN)) {
            assertThat(outcome(client.send(message.with(EsmtpParameters.NONE.with(
                            EnvelopeParameters.BY, new DeliverBy(60, DeliverBy.Mode.RETURN, false))))))
                    .containsExactly("NEGOTIATION 550 5.3.3");
            assertThat(client.send(message.with(EsmtpParameters.NONE.with(
                                    EnvelopeParameters.BY, new DeliverBy(60, DeliverBy.Mode.NOTIFY, false))))
                            .complete())
                    .isTrue();
            assertThat(outcome(client.send(
                            message.with(EsmtpParameters.NONE.with(EnvelopeParameters.HOLDFOR, Duration.ofHours(1))))))
                    .containsExactly("NEGOTIATION 550 5.3.3");
        }
    }

    private static EsmtpParameters held(Duration time) {
        return EsmtpParameters.NONE.with(EnvelopeParameters.HOLDFOR, time);
    }

    private static EsmtpParameters held(String until) {
        return EsmtpParameters.NONE.with(EnvelopeParameters.HOLDUNTIL, Instant.parse(until));
    }

    /** RFC 4865 §4.1, §5.1.1, §5.2.1, RFC 2852 §4.1.4.1: what the server would not do is not asked of it. */
    @Test
    void noServerIsAskedForMoreTimeThanItGives() throws IOException {
        OutgoingMessage message = message(content("x\r\n"), "bob@e.test");
        DeliverBy minute = new DeliverBy(60, DeliverBy.Mode.RETURN, false);
        try (ScriptedServer server = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250-DELIVERBY 90\r\n250 FUTURERELEASE 3600 2027-01-01T00:00:00Z\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 ok\r\n",
                        "221 x\r\n");
                SmtpClient client = open(server, PLAIN)) {
            assertThat(outcome(client.send(message.with(held(Duration.ofSeconds(3601))))))
                    .containsExactly("NEGOTIATION 554 5.5.4");
            assertThat(outcome(client.send(message.with(held("2027-01-01T00:00:01Z")))))
                    .containsExactly("NEGOTIATION 554 5.5.4");
            assertThat(outcome(client.send(message.with(held(Duration.ofSeconds(1))
                            .with(EnvelopeParameters.HOLDUNTIL, Instant.parse("2026-01-01T00:00:00Z"))))))
                    .containsExactly("NEGOTIATION 554 5.5.4");
            assertThat(outcome(client.send(message.with(EsmtpParameters.NONE.with(EnvelopeParameters.BY, minute)))))
                    .containsExactly("NEGOTIATION 550 5.4.7");
            assertThat(outcome(client.send(message.with(held(Duration.ofMinutes(2))
                            .with(EnvelopeParameters.BY, new DeliverBy(120, DeliverBy.Mode.RETURN, false))))))
                    .containsExactly("NEGOTIATION 554 5.5.4");
            assertThat(outcome(client.send(
                            OutgoingMessage.of(ReversePath.NULL, List.of(to("bob@e.test")), content("x\r\n"))
                                    .with(held(Duration.ofSeconds(1))))))
                    .containsExactly("NEGOTIATION 554 5.5.4");
            assertThat(client.send(message.with(held(Duration.ofHours(1)))).complete())
                    .isTrue();
            assertThat(server.heard()).anyMatch(line -> line.endsWith(" HOLDFOR=3600"));
        }
    }

    /** RFC 9422 §4.3: the domains of a session are counted, not those of a message. */
    @Test
    void domainsBeyondTheServersLimitWaitForAnotherSession() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250 LIMITS RCPTDOMAINMAX=2\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 first\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 second\r\n",
                        "221 x\r\n");
                SmtpClient client = open(server, PLAIN)) {
            DeliveryResult result =
                    client.send(message(content("x\r\n"), "a@one.test", "b@two.test", "c@ONE.test", "d@three.test"));
            assertThat(result.recipients())
                    .extracting(each -> each.path() + " " + each.reply().code())
                    .containsExactly("<a@one.test> 250", "<b@two.test> 250", "<c@ONE.test> 250", "<d@three.test> 421");
            assertThat(client.usable()).isTrue();
            assertThat(outcome(client.send(message(content("x\r\n"), "d@three.test"))))
                    .containsExactly("NEGOTIATION 421 4.4.2");
            assertThat(client.send(message(content("x\r\n"), "e@two.test")).complete())
                    .isTrue();
        }
    }

    /** RFC 9422 §4.2: one transaction for as many recipients as the server says. */
    @Test
    void recipientsBeyondTheServersLimitGoInTransactionsOfTheirOwn() throws IOException {
        String[] to = IntStream.range(0, 250)
                .mapToObj(i -> i == 120 ? "nobody@elsewhere.test" : "u" + i + "@example.org")
                .toArray(String[]::new);
        try (LocalServer server = new LocalServer(SERVER.with(SmtpLimits.DEFAULT.withRecipientsMax(100)));
                SmtpClient client = open(server, PLAIN)) {
            DeliveryResult result = client.send(message(content("x\r\n"), to));
            assertThat(result.recipients())
                    .extracting(each -> each.path().toString())
                    .containsExactly(
                            Arrays.stream(to).map(each -> "<" + each + ">").toArray(String[]::new));
            assertThat(result.failed())
                    .extracting(each -> each.path().toString())
                    .containsExactly("<nobody@elsewhere.test>");
            assertThat(server.reception().received())
                    .extracting(received -> received.envelope().recipients().size())
                    .containsExactly(100, 99, 50);
        }
    }

    /** RFC 5321 §4.5.3.1.10: what 452 put off is tried in the next transaction; a full mailbox is no limit of recipients. */
    @Test
    void recipientsThatWereTooManyAreTriedAgain() throws IOException {
        try (ScriptedServer small = new ScriptedServer(
                        "220 x\r\n",
                        "250 x\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "452 too many\r\n",
                        "452 4.2.2 full\r\n",
                        "552 5.5.3 too many\r\n",
                        "354 go\r\n",
                        "",
                        "250 first\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 second\r\n",
                        "221 bye\r\n");
                SmtpClient client = open(small, PLAIN)) {
            DeliveryResult result =
                    client.send(message(content("x\r\n"), "a@e.test", "b@e.test", "c@e.test", "d@e.test"));
            assertThat(result.recipients())
                    .extracting(each -> each.path() + " " + each.reply().text())
                    .containsExactly("<a@e.test> first", "<b@e.test> second", "<c@e.test> full", "<d@e.test> second");
            assertThat(client.usable()).isTrue();
        }
    }

    /** RFC 9422 §4.1, §3.7; RFC 5321 §3.8: 421. */
    @Test
    void aSessionIsUsableUntilTheServerSaysOtherwise() throws IOException {
        try (ScriptedServer once = new ScriptedServer(
                        "220 x\r\n",
                        "250-x\r\n250 LIMITS MAILMAX=1 RCPTMAX=x\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 ok\r\n",
                        "221 x\r\n");
                SmtpClient client = open(once, PLAIN)) {
            assertThat(client.capabilities().recipientsMax()).isEmpty();
            assertThat(client.usable()).isTrue();
            assertThat(client.send(message(content("x\r\n"), "a@e.test")).complete())
                    .isTrue();
            assertThat(client.usable()).isFalse();
        }
        try (ScriptedServer closing = new ScriptedServer("220 x\r\n", "250 x\r\n", "421 4.3.2 bye\r\n");
                SmtpClient client = open(closing, PLAIN)) {
            assertThat(outcome(client.send(message(content("x\r\n"), "a@e.test"))))
                    .containsExactly("SENDER 421 4.3.2");
            assertThat(client.usable()).isFalse();
        }
    }

    /** RFC 2033 §4.2. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overLmtpEachRecipientHasItsOwnReply(boolean chunks) throws IOException {
        try (LocalServer server = new LocalServer(SERVER.with(ServiceProfile.LMTP));
                SmtpClient client = open(server, chunks ? LMTP.withChunks() : LMTP)) {
            server.reception().verdictFor("<c@example.org>", Reply.of(452, "4.2.2", "Over quota."));
            DeliveryResult result = client.send(
                    message(content("x\r\n"), "a@example.org", "b@elsewhere.test", "c@example.org", "a@example.org"));
            assertThat(outcome(result))
                    .containsExactly(
                            "MESSAGE 250 2.6.0", "RECIPIENT 550 5.7.1", "MESSAGE 452 4.2.2", "MESSAGE 250 2.6.0");
            assertThat(outcome(client.send(message(content("x\r\n"), "b@elsewhere.test"))))
                    .containsExactly("RECIPIENT 550 5.7.1");
            assertThat(client.send(message(content("x\r\n"), "d@example.org")).complete())
                    .isTrue();
        }
    }

    /** RFC 2033 §5: the replies that came count, the rest are temporary failures. */
    @Test
    void overLmtpWhatWasAnsweredBeforeTheConnectionWasLostCounts() throws IOException {
        try (ScriptedServer dying = new ScriptedServer(
                        "220 x\r\n",
                        "250 x\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 2.0.0 first\r\n");
                SmtpClient client = open(dying, LMTP)) {
            DeliveryResult result = client.send(message(content("x\r\n"), "a@e.test", "b@e.test", "c@e.test"));
            assertThat(outcome(result)).containsExactly("MESSAGE 250 2.0.0", "MESSAGE 421 4.4.2", "MESSAGE 421 4.4.2");
            assertThat(dying.heard()).startsWith("LHLO client.example");
        }
    }

    /** RFC 2033 §4.1: an SMTP server that is spoken to in LMTP is not spoken to in another way. */
    @Test
    void lmtpDoesNotFallBackToSmtp() throws IOException {
        try (LocalServer server = new LocalServer(SERVER)) {
            assertThatThrownBy(() -> open(server, LMTP))
                    .isInstanceOfSatisfying(
                            SmtpRefused.class,
                            refused -> assertThat(refused.reply().code()).isEqualTo(500));
        }
    }

    /** RFC 7504 §3, §4: a host that takes no mail says so in its greeting, and for good. */
    @Test
    void aHostThatTakesNoMailIsRefusedForGood() {
        try (ScriptedServer never = new ScriptedServer("521 x.example does not accept mail\r\n", "")) {
            assertThatThrownBy(() -> open(never, PLAIN)).isInstanceOfSatisfying(SmtpRefused.class, refused -> {
                assertThat(refused.step()).isEqualTo(Step.GREETING);
                assertThat(refused.reply().permanentFailure()).isTrue();
            });
        }
    }

    /** RFC 7504 §3: also in the middle of a session; RFC 7504 §4: 556 is for a recipient alone. */
    @Test
    void aHostThatTakesNoMoreMailIsNotAskedAgain() throws IOException {
        try (ScriptedServer never = new ScriptedServer("220 x\r\n", "250 x\r\n", "521 5.3.2 no mail here\r\n");
                SmtpClient client = open(never, PLAIN)) {
            assertThat(outcome(client.send(message(content("x\r\n"), "a@e.test"))))
                    .containsExactly("SENDER 521 5.3.2");
            assertThat(client.usable()).isFalse();
        }
        try (ScriptedServer nullMx = new ScriptedServer(
                        "220 x\r\n",
                        "250 x\r\n",
                        "250 ok\r\n",
                        "556 5.1.10 null MX\r\n",
                        "250 ok\r\n",
                        "354 go\r\n",
                        "",
                        "250 2.0.0 ok\r\n",
                        "221 x\r\n");
                SmtpClient client = open(nullMx, PLAIN)) {
            assertThat(outcome(client.send(message(content("x\r\n"), "a@e.test", "b@f.test"))))
                    .containsExactly("RECIPIENT 556 5.1.10", "MESSAGE 250 2.0.0");
        }
    }
}
