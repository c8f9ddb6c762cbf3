package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mime.Content;
import org.pennypost.mime.HeaderText;
import org.pennypost.mime.MessageBuilder;
import org.pennypost.mime.MessageId;
import org.pennypost.mime.Report;
import org.pennypost.mime.Target;

class FoundReportTest {
    private static Part parse(String message) {
        return ParsedMessage.parse(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))
                .root();
    }

    private static Part written(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MessageBuilder(InstantSource.fixed(Instant.EPOCH), new Random(1))
                .text("Look here.")
                .report(report, Content.of("Subject: hello\r\n\r\n"), true)
                .build()
                .writeTo(out, Target.SEVEN_BIT);
        return ParsedMessage.parse(out.toByteArray()).root();
    }

    /** RFC 3464 §2, RFC 6533 §3. */
    @Test
    void aDeliveryReportIsReadAsItWasWritten() throws IOException {
        OffsetDateTime when = OffsetDateTime.of(2026, 11, 25, 10, 0, 0, 0, ZoneOffset.ofHours(1));
        Part message = written(new Report.Delivery(
                new HeaderText("mx.example.org"),
                Optional.of(new HeaderText("QQ314159")),
                Optional.of(when),
                List.of(
                        new Report.Recipient(
                                Optional.of(new Report.Original(
                                        new HeaderText("utf-8"), new HeaderText("jürgen+x@example.org"))),
                                new HeaderText("bob@example.net"),
                                Report.Action.FAILED,
                                new HeaderText("5.1.1"),
                                Optional.of(new HeaderText("mx.example.net")),
                                Optional.of(new HeaderText("550 5.1.1 no such user; sorry")),
                                Optional.of(when),
                                Optional.empty()),
                        new Report.Recipient(
                                Optional.empty(),
                                new HeaderText("carol@example.net"),
                                Report.Action.DELAYED,
                                new HeaderText("4.4.1"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(when)))));

        assertThat(FoundReport.in(message))
                .contains(new FoundReport.Delivery(
                        "mx.example.org",
                        "QQ314159",
                        Optional.of(when),
                        List.of(
                                new FoundReport.Recipient(
                                        "jürgen+x@example.org",
                                        "bob@example.net",
                                        "failed",
                                        "5.1.1",
                                        "mx.example.net",
                                        "550 5.1.1 no such user; sorry",
                                        Optional.of(when),
                                        Optional.empty()),
                                new FoundReport.Recipient(
                                        "",
                                        "carol@example.net",
                                        "delayed",
                                        "4.4.1",
                                        "",
                                        "",
                                        Optional.empty(),
                                        Optional.of(when)))));
        assertThat(FoundReport.returned(message).orElseThrow().text(100)).contains("hello");
    }

    /** RFC 6533 §4.1, §4.4: letters of their own, any encoding, and any of the three types in any company. */
    @ParameterizedTest
    @ValueSource(strings = {"message/global-headers", "message/global", "text/rfc822-headers", "message/rfc822"})
    void anInternationalReportIsReadToo(String returned) throws IOException {
        String fields = """
                Reporting-MTA: dns; mx.example.org

                Original-Recipient: UTF-8; j\u00FCrgen@example.org
                Final-Recipient: utf-8; \\x{7528}\u6237@\u4F8B\u3048.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 <j\u00FCrgen@example.org> unknown
                Localized-Diagnostic: de; Unbekannt: j\u00FCrgen
                """;
        Part message = parse("""
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b

                It could not be delivered.
                --b
                Content-Type: message/global-delivery-status
                Content-Transfer-Encoding: base64

                FIELDS
                --b
                Content-Type: RETURNED

                Subject: Gr\u00FC\u00DFe

                --b--
                """.replace(
                        "FIELDS",
                        Base64.getEncoder()
                                .encodeToString(fields.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)))
                .replace("RETURNED", returned));

        assertThat(FoundReport.in(message))
                .contains(new FoundReport.Delivery(
                        "mx.example.org",
                        "",
                        Optional.empty(),
                        List.of(new FoundReport.Recipient(
                                "j\u00FCrgen@example.org",
                                "\u7528\u6237@\u4F8B\u3048.example",
                                "failed",
                                "5.1.1",
                                "",
                                "550 5.1.1 <j\u00FCrgen@example.org> unknown",
                                Optional.empty(),
                                Optional.empty()))));
        assertThat(FoundReport.returned(message).orElseThrow().contentType().type())
                .hasToString(returned);
    }

    /** RFC 8098 §3. */
    @Test
    void aReceiptIsReadAsItWasWritten() throws IOException {
        Part message = written(new Report.Disposition(
                new HeaderText("pc; Pennypost"),
                Optional.empty(),
                new HeaderText("bob@example.net"),
                Optional.of(new MessageId("a", "example.org")),
                Report.Disposition.DISPLAYED));

        assertThat(FoundReport.in(message))
                .contains(new FoundReport.Disposition(
                        "pc; Pennypost",
                        "",
                        "bob@example.net",
                        "a@example.org",
                        false,
                        false,
                        "displayed",
                        List.of(),
                        List.of()));
    }

    @Test
    void aReceiptOfAProgramTellsItsErrors() throws IOException {
        Part message = parse("""
                Content-Type: message/disposition-notification

                Final-Recipient: rfc822; <bob@example.net>
                Disposition: Automatic-Action/MDN-sent-automatically; processed/ Error , x-y
                Error: one
                Error: two
                """);

        assertThat(FoundReport.in(message))
                .contains(new FoundReport.Disposition(
                        "",
                        "",
                        "bob@example.net",
                        "",
                        true,
                        true,
                        "processed",
                        List.of("error", "x-y"),
                        List.of("one", "two")));
    }

    /** RFC 5965 §3, and its Appendix B.2. */
    @Test
    void aComplaintIsRead() throws IOException {
        Part message = parse("""
                Content-Type: multipart/report; report-type=feedback-report; boundary=b

                --b

                This is an email abuse report.
                --b
                Content-Type: message/feedback-report

                Feedback-Type: Abuse
                User-Agent: SomeGenerator/1.0
                Version: 1
                Original-Mail-From: <somespammer@example.net>
                Original-Rcpt-To: <user@example.com>
                Original-Rcpt-To: other@example.com
                Received-Date: Thu, 8 Mar 2005 14:00:00 -0400
                Source-IP: 192.0.2.1
                Authentication-Results: mail.example.com;
                  spf=fail smtp.mail=somespammer@example.com
                Reported-Domain: example.net
                Reported-Uri: http://example.net/earn_money.html
                Incidents: 7
                Removal-Recipient: user@example.com

                --b
                Content-Type: message/rfc822

                From: <somespammer@example.net>

                Spam Spam Spam
                --b--
                """);

        assertThat(FoundReport.in(message))
                .contains(new FoundReport.Feedback(
                        "abuse",
                        "SomeGenerator/1.0",
                        "somespammer@example.net",
                        List.of("user@example.com", "other@example.com"),
                        Optional.of(OffsetDateTime.of(2005, 3, 8, 14, 0, 0, 0, ZoneOffset.ofHours(-4))),
                        "192.0.2.1",
                        7,
                        List.of("example.net"),
                        List.of("http://example.net/earn_money.html"),
                        List.of("mail.example.com;  spf=fail smtp.mail=somespammer@example.com")));
        assertThat(FoundReport.returned(message)).containsInstanceOf(Part.Message.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Action",
                "Final-Recipient:\n\nFinal-Recipient: ;\nStatus: \\",
                "Final-Recipient: utf-8; \\x{0}\\x{D800}\\x{110000}\\x{E9}$1"
            })
    void aBadReportIsReadAsFarAsItGoes(String fields) throws IOException {
        FoundReport found = FoundReport.in(parse("Content-Type: message/delivery-status\n\n" + fields))
                .orElseThrow();

        assertThat(found).isInstanceOfSatisfying(FoundReport.Delivery.class, delivery -> {
            if (fields.contains("utf-8")) {
                assertThat(delivery.recipients().getFirst().finalRecipient())
                        .isEqualTo("\\x{0}\\x{D800}\\x{110000}é$1");
            }
        });
    }

    @Test
    void anOrdinaryMessageIsNoReport() throws IOException {
        assertThat(FoundReport.in(parse("Subject: hello\n\nhello\n"))).isEmpty();
        assertThat(FoundReport.in(parse("Content-Type: message/feedback-report\n\n")))
                .isEmpty();
    }
}
