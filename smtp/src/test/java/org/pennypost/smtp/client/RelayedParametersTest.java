package org.pennypost.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.DeliverBy;
import org.pennypost.smtp.EnhancedStatus;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.smtp.testing.LocalServer;
import org.pennypost.smtp.testing.ScriptedServer;
import org.pennypost.wire.DialogueListener;

/** What one server said in the parameters of MAIL and RCPT is said to the next one. */
class RelayedParametersTest {
    private static final SmtpClientConfig PLAIN =
            SmtpClientConfig.plain("localhost", 25, "client.example").with(SmtpTimeouts.all(Duration.ofSeconds(10)));
    private static final SmtpServerConfig SERVER = SmtpServerConfig.named("mx.example.org");

    /** RFC 3461 §5.2.1: what came goes on, octet for octet, and nothing is added. */
    @Test
    void whatWasReadIsSentAsItCame() throws IOException, BadSyntax {
        List<EsmtpParameter<?>> known = List.of(
                EnvelopeParameters.RET, EnvelopeParameters.ENVID, EnvelopeParameters.NOTIFY, EnvelopeParameters.ORCPT);
        EsmtpParameters mail = EsmtpParameters.read(List.of(written("Envid", "+41b"), written("ret", "Hdrs")), known);
        EsmtpParameters rcpt = EsmtpParameters.read(
                List.of(written("NOTIFY", "failure,Success"), written("ORCPT", "RFC822;+62OB@Example.org")), known);
        EsmtpParameters unicode =
                EsmtpParameters.read(List.of(written("ORCPT", "utf-8;j\u00fcrgen@example.org")), known);
        ReversePath alice = ReversePath.of(Mailbox.parse("alice@example.net"));
        MessageContent content = MessageContent.of("x\r\n".getBytes(StandardCharsets.US_ASCII));
        OutgoingMessage message = OutgoingMessage.of(alice, List.of(to("bob@example.org")), content)
                .with(mail)
                .to(List.of(
                        new RcptCommand(to("bob@example.org"), rcpt),
                        new RcptCommand(to("eve@example.org"), unicode),
                        new RcptCommand(to("dan@example.org"), EsmtpParameters.NONE)));
        List<String> sent = new ArrayList<>();
        try (LocalServer server =
                        new LocalServer(SERVER.with(ServiceProfile.INBOUND.with(new Offer.DeliveryStatus())));
                SmtpClient client = SmtpClient.open(server.connectInMemory(), PLAIN, new DialogueListener() {
                    @Override
                    public void sent(String line) {
                        sent.add(line);
                    }

                    @Override
                    public void received(String line) {}
                })) {
            assertThat(client.send(message).complete()).isTrue();
        }
        assertThat(sent)
                .contains(
                        "MAIL FROM:<alice@example.net> SIZE=3 ENVID=+41b RET=Hdrs",
                        "RCPT TO:<bob@example.org> NOTIFY=failure,Success ORCPT=RFC822;+62OB@Example.org",
                        "RCPT TO:<eve@example.org> ORCPT=utf-8;j\\x{FC}rgen@example.org",
                        "RCPT TO:<dan@example.org>");
    }

    /** RFC 2852 §4.1.4, RFC 6710 §4.2, §5: the time and the number are said as they are, where they are known. */
    @Test
    void timeAndPriorityGoWithTheMessage() throws IOException, BadSyntax {
        OutgoingMessage message = OutgoingMessage.of(
                        ReversePath.of(Mailbox.parse("alice@example.net")),
                        List.of(to("bob@example.org")),
                        MessageContent.of("x\r\n".getBytes(StandardCharsets.US_ASCII)))
                .with(EsmtpParameters.NONE
                        .with(EnvelopeParameters.BY, new DeliverBy(98, DeliverBy.Mode.RETURN, true))
                        .with(EnvelopeParameters.MT_PRIORITY, -3));
        for (String offer : List.of("DELIVERBY", "DELIVERBY ,FUTURE", "DELIVERBY 98,FUTURE")) {
            try (ScriptedServer server = new ScriptedServer(
                            "220 x\r\n",
                            "250-x\r\n250-MT-PRIORITY MIXER\r\n250 " + offer + "\r\n",
                            "250 ok\r\n",
                            "250 ok\r\n",
                            "354 go\r\n",
                            "",
                            "250 ok\r\n",
                            "221 x\r\n");
                    SmtpClient client = SmtpClient.open(server.connection(), PLAIN, DialogueListener.NONE)) {
                assertThat(client.send(message).complete()).as(offer).isTrue();
                assertThat(server.heard()).contains("MAIL FROM:<alice@example.net> BY=98;RT MT-PRIORITY=-3");
            }
        }
        try (ScriptedServer slow =
                        new ScriptedServer("220 x\r\n", "250-x\r\n250 DELIVERBY 240,FUTURE\r\n", "221 x\r\n");
                SmtpClient client = SmtpClient.open(slow.connection(), PLAIN, DialogueListener.NONE)) {
            assertThat(client.send(message).recipients().getFirst().reply().status())
                    .contains(EnhancedStatus.of("5.4.7"));
        }
    }

    /** RFC 8689 §5: a notification is not held up by REQUIRETLS, and the parameter is not said where it means nothing (§2). */
    @Test
    void aNotificationThatRequiresTlsGoesOnWithoutIt() throws IOException, BadSyntax {
        EsmtpParameters required = EsmtpParameters.NONE.with(EnvelopeParameters.REQUIRETLS, true);
        MessageContent content = MessageContent.of("x\r\n".getBytes(StandardCharsets.US_ASCII));
        ReversePath alice = ReversePath.of(Mailbox.parse("alice@example.net"));
        for (String offered : List.of("250-x\r\n250 REQUIRETLS\r\n", "250-x\r\n250 SIZE\r\n")) {
            try (ScriptedServer server = new ScriptedServer(
                            "220 x\r\n", offered, "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "", "250 ok\r\n");
                    SmtpClient client = SmtpClient.open(server.connection(), PLAIN, DialogueListener.NONE)) {
                OutgoingMessage fromAlice = OutgoingMessage.of(alice, List.of(to("bob@example.org")), content)
                        .with(required);
                assertThat(client.send(fromAlice).recipients())
                        .extracting(each ->
                                each.reply().status().map(Object::toString).orElse(""))
                        .containsExactly("5.7.10");
                assertThat(server.heard()).containsExactly("EHLO client.example");

                OutgoingMessage notification = OutgoingMessage.of(
                                ReversePath.NULL, List.of(to("bob@example.org")), content)
                        .with(required);
                assertThat(client.send(notification).complete()).isTrue();
                assertThat(server.heard()).contains("MAIL FROM:<>" + (offered.contains("SIZE") ? " SIZE=3" : ""));
            }
        }
    }

    private static EsmtpParameters.Written written(String keyword, String value) {
        return new EsmtpParameters.Written(keyword, Optional.of(value));
    }

    private static ForwardPath to(String address) throws BadSyntax {
        return ForwardPath.of(Mailbox.parse(address));
    }
}
