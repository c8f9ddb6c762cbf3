package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.SmtpPeer;

class TraceFieldsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static TraceFields fields(EsmtpParameters parameters, String helo, String hostname) throws Exception {
        SmtpPeer peer = new SmtpPeer(
                "c1f",
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40_000),
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 25),
                helo,
                true,
                Optional.empty());
        MailCommand mail = new MailCommand(ReversePath.of(Mailbox.parse("a@sender.test")), parameters);
        return new TraceFields(new Envelope(peer, mail, List.of()), hostname, NOW, "", List.of());
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** RFC 6531 §3.7.3: names in their own script where SMTPUTF8 was said, and in ASCII where it was not or will not be. */
    @ParameterizedTest
    @CsvSource({
        "true, true, bücher.example, prüfung.test, UTF8SMTP",
        "true, false, xn--bcher-kva.example, xn--prfung-4ya.test, UTF8SMTP",
        "false, false, xn--bcher-kva.example, xn--prfung-4ya.test, ESMTP",
    })
    void namesAreULabelsWithSmtputf8(boolean declared, boolean relayed, String from, String by, String with)
            throws Exception {
        EsmtpParameters parameters =
                declared ? EsmtpParameters.NONE.with(MailCommand.SMTPUTF8, true) : EsmtpParameters.NONE;
        TraceFields fields = fields(parameters, "xn--bcher-kva.example", "xn--prfung-4ya.test");

        assertThat(text(fields.forRelay(relayed)))
                .isEqualTo("Received: from " + from + " ([192.0.2.7])\r\n by " + by + " with " + with
                        + " id c1f;\r\n Mon, 23 Nov 2026 12:00:00 +0000\r\n");
        assertThat(text(fields.forRecipient("alice@example.test")))
                .startsWith("Return-Path: <a@sender.test>\r\nDelivered-To: alice@example.test\r\nReceived: from "
                        + (declared ? "bücher.example" : "xn--bcher-kva.example") + " (");
    }

    /** RFC 5890 §2.3.2.1: what only looks like an A-label, and an address, stay as they are. */
    @ParameterizedTest
    @CsvSource({"xn--a.example", "client.example", "[192.0.2.7]"})
    void whatHasNoOtherFormStaysAsItIs(String helo) throws Exception {
        TraceFields fields = fields(EsmtpParameters.NONE.with(MailCommand.SMTPUTF8, true), helo, "mail.example.test");

        assertThat(text(fields.forRelay(true))).startsWith("Received: from " + helo + " ([192.0.2.7])\r\n");
    }

    /** RFC 6710 §7: a priority that was asked for stands in the field that says when. */
    @Test
    void aPriorityIsNotedInReceived() throws Exception {
        TraceFields fields = fields(
                EsmtpParameters.NONE.with(EnvelopeParameters.MT_PRIORITY, -3), "client.example", "mail.example.test");

        assertThat(text(fields.forRelay(false)))
                .isEqualTo("Received: from client.example ([192.0.2.7])\r\n by mail.example.test with ESMTP id c1f"
                        + "\r\n priority -3;\r\n Mon, 23 Nov 2026 12:00:00 +0000\r\n");
    }
}
