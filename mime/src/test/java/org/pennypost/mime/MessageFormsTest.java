package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.testkit.Gen;

/** HTML with pictures, invitations, forwarded messages and reports, as Angus Mail reads them. */
class MessageFormsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T18:00:00Z");
    private static final MediaType PNG = new MediaType("image", "png");

    @Test
    void htmlWithPicturesAndFiles() throws Exception {
        MimeMessage read = read(builder()
                .text("plain ä")
                .html("<p>rich ä <img src='cid:p1@example.test'>")
                .inline("p1@example.test", file("p.png", PNG, "picture"))
                .attach(file("a.bin", MediaType.OCTET_STREAM, "attached"))
                .build());
        assertThat(tree(read)).isEqualTo("""
            multipart/mixed
              multipart/alternative
                text/plain "plain ä"
                multipart/related
                  text/html "<p>rich ä <img src='cid:p1@example.test'>"
                  image/png inline p.png <p1@example.test> "picture"
              application/octet-stream attachment a.bin "attached"
            """);
        Multipart alternative =
                (Multipart) ((Multipart) read.getContent()).getBodyPart(0).getContent();
        assertThat(alternative.getBodyPart(1).getContentType()).contains("type=\"text/html\"");
    }

    @Test
    void noMorePartsThanNeeded() throws Exception {
        assertThat(tree(read(builder().html("<p>").build()))).isEqualTo("text/html \"<p>\"\n");
        assertThat(tree(read(builder().text("t").html("<p>").build()))).isEqualTo("""
            multipart/alternative
              text/plain "t"
              text/html "<p>"
            """);
        assertThat(tree(read(builder()
                        .text("a picture without HTML is a file")
                        .inline("x", file("p.png", PNG, "picture"))
                        .build())))
                .isEqualTo("""
                    multipart/mixed
                      text/plain "a picture without HTML is a file"
                      image/png inline p.png <x> "picture"
                    """);
    }

    @Test
    void anInvitation() throws Exception {
        MimeMessage read = read(builder()
                .text("come")
                .alternative(
                        new MediaType("text", "calendar"),
                        Map.of("method", new HeaderText("REQUEST")),
                        Content.of("BEGIN:VCALENDAR\nEND:VCALENDAR\n"))
                .build());
        BodyPart calendar = ((Multipart) read.getContent()).getBodyPart(1);
        assertThat(calendar.getContentType()).contains("method=REQUEST").contains("charset=us-ascii");
        assertThat(new String(calendar.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    }

    @Test
    void forwardedAsItWas() throws Exception {
        byte[] inner = bytes(
                builder().subject(HeaderText.of("inner")).text("t").html("<p>").build(), Target.SEVEN_BIT);
        MessageBuilder outer = new MessageBuilder(InstantSource.fixed(NOW), new SplittableRandom(2));
        MimeMessage read =
                read(outer.text("see below").forward(Content.of(inner)).build());
        BodyPart forwarded = ((Multipart) read.getContent()).getBodyPart(1);
        assertThat(forwarded.isMimeType("message/rfc822")).isTrue();
        assertThat(forwarded.getInputStream().readAllBytes()).isEqualTo(inner);
        assertThat(((MimeMessage) forwarded.getContent()).getSubject()).isEqualTo("inner");
    }

    @Test
    void forwardedAsAFileWhereItCannotTravel() throws Exception {
        byte[] eightBit = "Subject: x\r\n\r\nGr\u00FC\u00DFe\r\n".getBytes(StandardCharsets.UTF_8);
        OutgoingMessage message = builder().forward(Content.of(eightBit)).build();
        assertThat(tree(read(message))).contains("application/octet-stream");
        BodyPart file = ((Multipart) read(message).getContent()).getBodyPart(1);
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(eightBit);
        assertThat(new String(bytes(message, Target.EIGHT_BIT), StandardCharsets.UTF_8))
                .contains("message/rfc822\r\nContent-Transfer-Encoding: 8bit");
    }

    /** RFC 6532 §3.7. */
    @Test
    void aMessageWithAnInternationalHeaderIsForwardedAsThatWhereItMay() throws Exception {
        byte[] inner = "Subject: Grüße\r\n\r\nText\r\n".getBytes(StandardCharsets.UTF_8);
        Attachment saved = file("saved.eml", MediaType.MESSAGE_RFC822, new String(inner, StandardCharsets.UTF_8));
        OutgoingMessage message =
                builder().forward(Content.of(inner)).attach(saved).build();
        for (Target target : Target.values()) {
            byte[] written = bytes(message, target);
            assertCarriable(written, target);
            Multipart parts = (Multipart) parsed(written).getContent();
            for (int i = 1; i <= 2; i++) {
                assertThat(parts.getBodyPart(i).getContentType())
                        .startsWith(
                                target == Target.INTERNATIONAL ? "message/global" : MediaType.OCTET_STREAM.toString());
                assertThat(parts.getBodyPart(i).getInputStream().readAllBytes()).isEqualTo(inner);
            }
            assertThat(ParsedMessage.parse(written).defects()).isEmpty();
        }
    }

    /** RFC 6533 §4.3, §4.5. */
    @Test
    void aReportReturnsAnInternationalHeaderAsThat() throws Exception {
        Report receipt = new Report.Disposition(
                HeaderText.of("pennypost"),
                Optional.empty(),
                HeaderText.of("bob@example.test"),
                Optional.empty(),
                Report.Disposition.DISPLAYED);
        byte[] header = "Subject: Grüße\r\n".getBytes(StandardCharsets.UTF_8);
        OutgoingMessage message =
                builder().report(receipt, Content.of(header), true).build();
        for (Target target : Target.values()) {
            byte[] written = bytes(message, target);
            assertCarriable(written, target);
            ParsedMessage ours = ParsedMessage.parse(written);
            assertThat(ours.defects()).isEmpty();
            assertThat(ours.part(3).orElseThrow().contentType().type()).hasToString("message/global-headers");
            assertThat(ours.part(3).orElseThrow().header().value("Content-Type"))
                    .doesNotContain(";");
            assertThat(ours.part(3).orElseThrow().encoding())
                    .contains(target == Target.INTERNATIONAL ? TransferEncoding.EIGHT_BIT : TransferEncoding.BASE64);
            assertThat(ours.part(3).orElseThrow().decoded()).hasBinaryContent(header);
        }
    }

    /** RFC 3464 §2, RFC 6522 §3. */
    @Test
    void aDeliveryReport() throws Exception {
        Report report = new Report.Delivery(
                HeaderText.of("mx.example.test"),
                Optional.of(HeaderText.of("QQ314159")),
                Optional.of(NOW.atOffset(ZoneOffset.UTC)),
                List.of(
                        new Report.Recipient(
                                Optional.of(new Report.Original(
                                        HeaderText.of("rfc822"), HeaderText.of("bob@example.test"))),
                                HeaderText.of("bob@other.test"),
                                Report.Action.FAILED,
                                HeaderText.of("5.1.1"),
                                Optional.of(HeaderText.of("mx.other.test")),
                                Optional.of(HeaderText.of("550 5.1.1 no such user")),
                                Optional.empty(),
                                Optional.empty()),
                        new Report.Recipient(
                                Optional.empty(),
                                HeaderText.of("jörg@example.test"),
                                Report.Action.DELAYED,
                                HeaderText.of("4.4.1"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(NOW.atOffset(ZoneOffset.UTC)),
                                Optional.of(NOW.plusSeconds(60).atOffset(ZoneOffset.UTC)))));
        OutgoingMessage message = builder()
                .text("It could not be delivered.")
                .report(report, Content.of("Subject: lost\r\n\r\n"), true)
                .build();
        MimeMessage read = read(message);
        assertThat(read.getContentType()).contains("multipart/report").contains("report-type=delivery-status");
        assertThat(read.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        Multipart parts = (Multipart) read.getContent();
        assertThat(text(parts.getBodyPart(1))).isEqualTo("""
            Original-Envelope-Id: QQ314159
            Reporting-MTA: dns; mx.example.test
            Arrival-Date: Wed, 25 Nov 2026 18:00:00 +0000

            Original-Recipient: rfc822; bob@example.test
            Final-Recipient: rfc822; bob@other.test
            Action: failed
            Status: 5.1.1
            Remote-MTA: dns; mx.other.test
            Diagnostic-Code: smtp; 550 5.1.1 no such user

            Final-Recipient: utf-8; j\\x{F6}rg@example.test
            Action: delayed
            Status: 4.4.1
            Last-Attempt-Date: Wed, 25 Nov 2026 18:00:00 +0000
            Will-Retry-Until: Wed, 25 Nov 2026 18:01:00 +0000
            """.replace("\n", "\r\n"));
        assertThat(parts.getBodyPart(2).isMimeType("text/rfc822-headers")).isTrue();
        assertThatThrownBy(() -> new Report.Delivery(HeaderText.of("x"), Optional.empty(), Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** RFC 3461 §6.3 (b), (d): a name that the DNS cannot know is not said to be one of it, and addresses keep the type that the sender gave. */
    @Test
    void aDeliveryReportKeepsTypes() throws Exception {
        Report report = new Report.Delivery(
                HeaderText.of("localhost"),
                Optional.empty(),
                Optional.empty(),
                List.of(new Report.Recipient(
                        Optional.of(new Report.Original(HeaderText.of("X400"), HeaderText.of("/C=us/S=Doe/"))),
                        HeaderText.of("bob@example.test"),
                        Report.Action.DELIVERED,
                        HeaderText.of("2.0.0"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
        Multipart parts =
                (Multipart) read(builder().text("x").report(report).build()).getContent();
        assertThat(text(parts.getBodyPart(1))).isEqualTo("""
            Reporting-MTA: x-local-hostname; localhost

            Original-Recipient: X400; /C=us/S=Doe/
            Final-Recipient: rfc822; bob@example.test
            Action: delivered
            Status: 2.0.0
            """.replace("\n", "\r\n"));
    }

    /** RFC 6533 §5: of the type utf-8, and escaped where only ASCII may stand. */
    @Test
    void aReceiptOfAnAddressBeyondAscii() throws Exception {
        Report report = new Report.Disposition(
                HeaderText.of("Pennypost"),
                Optional.of(HeaderText.of("j\u00F6rg+x@example.test")),
                HeaderText.of("\u7528\u6237@example.test"),
                Optional.empty(),
                Report.Disposition.DISPLAYED);
        MimeMessage read = read(builder().text("I read it.").report(report).build());
        assertThat(text(((Multipart) read.getContent()).getBodyPart(1)))
                .contains(
                        "Original-Recipient: utf-8; j\\x{F6}rg\\x{2B}x@example.test\r\n",
                        "Final-Recipient: utf-8; \\x{7528}\\x{6237}@example.test\r\n");
    }

    /** RFC 8098 §3. */
    @Test
    void aReceipt() throws Exception {
        Report report = new Report.Disposition(
                HeaderText.of("Pennypost"),
                Optional.empty(),
                HeaderText.of("bob@example.test"),
                Optional.of(new MessageId("1", "example.test")),
                Report.Disposition.DISPLAYED);
        MimeMessage read = read(builder().text("I read it.").report(report).build());
        assertThat(read.getContentType()).contains("report-type=disposition-notification");
        assertThat(text(((Multipart) read.getContent()).getBodyPart(1))).isEqualTo("""
            Reporting-UA: Pennypost
            Final-Recipient: rfc822; bob@example.test
            Original-Message-ID: <1@example.test>
            Disposition: manual-action/MDN-sent-manually; displayed
            """.replace("\n", "\r\n"));
    }

    @Test
    void anAnswerKnowsItsThread() throws Exception {
        List<MessageId> thread = Stream.iterate(0, i -> i + 1)
                .limit(50)
                .map(i -> new MessageId("m" + i, "example.test"))
                .toList();
        MimeMessage read = read(builder()
                .sender(AddressList.parseMailbox("secretary@example.test"))
                .replyTo(AddressList.parse("list@example.test"))
                .inReplyTo(new MessageId("last", "example.test"), thread)
                .field("X-Mailer", HeaderText.of("Pennypost ü"))
                .build());
        assertThat(read.getHeader("In-Reply-To")).containsExactly("<last@example.test>");
        assertThat(read.getHeader("References", null).split("\\s+", -1))
                .hasSize(MessageBuilder.REFERENCES_MAX + 2)
                .startsWith("<m0@example.test>", "<m30@example.test>")
                .endsWith("<m49@example.test>", "<last@example.test>");
        assertThat(read.getReplyTo()[0]).hasToString("list@example.test");
        assertThat(read.getSender()).hasToString("secretary@example.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\r\nb", "<x>", "a b", "ü", "a>\r\nX: y"})
    void unsafeNamesAreRefused(String name) {
        assertThatThrownBy(() -> builder().inline(name, file("p", PNG, "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().field(name + ":", new HeaderText("x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder()
                        .alternative(new MediaType("text", "x"), Map.of(name, new HeaderText("x")), Content.of("")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject", "from", "Content-Type", "BCC", "Resent-To", "DKIM-Signature"})
    void fieldsWithAMethodAreNotSetByName(String name) {
        assertThatThrownBy(() -> builder().field(name, new HeaderText("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void whateverIsBuiltIsReadAsItWas(Target target) throws Exception {
        Gen gen = Gen.seeded("MessageFormsTest");
        for (int i = 0; i < 300; i++) {
            MessageBuilder builder =
                    new MessageBuilder(InstantSource.fixed(NOW), new SplittableRandom(gen.longNumber()));
            String text = String.join("\r\n", gen.list(1, 6, () -> line(gen))) + "\r\n";
            builder.text(text);
            if (gen.onceIn(2)) {
                builder.html(text);
            }
            List<byte[]> files =
                    gen.list(0, 3, () -> gen.onceIn(2) ? gen.bytes(0, 3_000) : gen.bytes(0, 300, "\r\n-=_. F"));
            for (byte[] file : files) {
                MediaType type = gen.oneOf(List.of(MediaType.OCTET_STREAM, MediaType.TEXT_PLAIN, PNG));
                builder.attach(new Attachment(HeaderText.of("n" + line(gen)), type, Content.of(file), ""));
            }
            byte[] written = bytes(builder.build(), target);
            assertCarriable(written, target);
            List<Part> leaves = leaves(parsed(written));
            int texts = leaves.size() - files.size();
            for (Part leaf : leaves.subList(0, texts)) {
                assertThat(text(leaf)).as("seed %d", gen.seed()).isEqualTo(text);
            }
            for (int k = 0; k < files.size(); k++) {
                assertThat(leaves.get(texts + k).getInputStream().readAllBytes())
                        .as("seed %d", gen.seed())
                        .isEqualTo(files.get(k));
            }
        }
    }

    private static String line(Gen gen) {
        return gen.oneOf(List.of("", "ä", "日本", "From ", ".", "--=_x", "x".repeat(2_000), "tail "))
                + gen.text(0, 90).strip();
    }

    private static void assertCarriable(byte[] message, Target target) {
        int line = 0;
        for (int i = 0; i < message.length; i++) {
            assertThat(message[i]).isNotZero();
            if (message[i] == '\n') {
                assertThat(message[i - 1]).isEqualTo((byte) '\r');
                line = 0;
            } else {
                assertThat(++line).isLessThanOrEqualTo(999);
            }
            assertThat(target != Target.SEVEN_BIT || message[i] > 0).isTrue();
        }
    }

    private static List<Part> leaves(Part part) throws Exception {
        List<Part> leaves = new ArrayList<>();
        if (part.isMimeType("multipart/*")) {
            Multipart parts = (Multipart) part.getContent();
            for (int i = 0; i < parts.getCount(); i++) {
                leaves.addAll(leaves(parts.getBodyPart(i)));
            }
        } else {
            leaves.add(part);
        }
        return leaves;
    }

    private static MessageBuilder builder() {
        return new MessageBuilder(InstantSource.fixed(NOW), new SplittableRandom(1));
    }

    private static Attachment file(String name, MediaType type, String content) {
        return new Attachment(new HeaderText(name), type, Content.of(content), "");
    }

    private static byte[] bytes(OutgoingMessage message, Target target) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out, target);
        return out.toByteArray();
    }

    private static MimeMessage read(OutgoingMessage message) throws Exception {
        byte[] written = bytes(message, Target.SEVEN_BIT);
        assertCarriable(written, Target.SEVEN_BIT);
        return parsed(written);
    }

    private static MimeMessage parsed(byte[] written) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(written));
    }

    private static String text(Part part) throws Exception {
        return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String tree(Part part) throws Exception {
        String type = part.getContentType().replaceAll("[;\\s].*", "");
        if (part.isMimeType("multipart/*")) {
            StringBuilder tree = new StringBuilder(type + "\n");
            Multipart parts = (Multipart) part.getContent();
            for (int i = 0; i < parts.getCount(); i++) {
                tree.append(tree(parts.getBodyPart(i)).indent(2));
            }
            return tree.toString();
        }
        StringBuilder line = new StringBuilder(type);
        if (part.getDisposition() != null) {
            line.append(' ').append(part.getDisposition()).append(' ').append(part.getFileName());
        }
        String[] id = part.getHeader("Content-ID");
        if (id != null) {
            line.append(' ').append(id[0]);
        }
        return line + " \"" + text(part).strip() + "\"\n";
    }
}
