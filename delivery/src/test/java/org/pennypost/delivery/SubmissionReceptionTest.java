package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.smtp.Body;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.StoreFull;

class SubmissionReceptionTest {
    private static final String WHOLE = """
            From: Alice <alice@example.test>\r
            Date: Mon, 23 Nov 2026 12:00:00 +0000\r
            Message-ID: <1@example.test>\r
            To: bob@example.test\r
            \r
            hello\r
            """;

    private SubmissionFixture world;

    // JUnit opens the world before every test.
    @SuppressWarnings("NullAway.Init")
    SubmissionReceptionTest() {}

    @BeforeEach
    void open() throws Exception {
        world = new SubmissionFixture();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void withoutALoginNothingIsTaken() throws Exception {
        assertThat(world.reception
                        .sender(SubmissionFixture.stranger(), SubmissionFixture.from("alice@example.test"))
                        .wire())
                .startsWith("530 5.7.0");
        Envelope envelope =
                new Envelope(SubmissionFixture.stranger(), SubmissionFixture.from("alice@example.test"), List.of());
        assertThat(world.reception
                        .recipient(envelope, SubmissionFixture.to("bob@example.test"))
                        .wire())
                .startsWith("530 5.7.0");
    }

    @Test
    void aLoginOfAnAccountThatIsGoneIsNone() throws Exception {
        Envelope envelope = world.envelope("bob", SubmissionFixture.from("bob@example.test"));
        world.directory.removeAccount("bob@example.test");
        world.add("bob", 0);
        assertThat(world.reception.sender(envelope.peer(), envelope.mail()).wire())
                .startsWith("530");
    }

    /** RFC 6409 §6.1. */
    @ParameterizedTest
    @CsvSource({
        "alice@example.test, 250 2.1.0",
        "ALICE@Example.TEST, 250 2.1.0",
        "alice+shop@example.test, 250 2.1.0",
        "'', 250 2.1.0",
        "postmaster@example.test, 250 2.1.0",
        "bob@example.test, 550 5.7.1",
        "nobody@example.test, 550 5.7.1",
        "alice@elsewhere.test, 550 5.7.1",
        "alice@[192.0.2.1], 550 5.7.1",
    })
    void eachSendsFromTheirOwnAddresses(String sender, String reply) throws Exception {
        assertThat(world.reception
                        .sender(world.peer("alice"), SubmissionFixture.from(sender))
                        .wire())
                .startsWith(reply);
    }

    /** RFC 6409 §4.2, and RFC 5321 §3.3 for names of ours that are not there. */
    @ParameterizedTest
    @CsvSource({
        "bob@example.test, 250 2.1.5",
        "you@elsewhere.test, 250 2.1.5",
        "nobody@example.test, 550 5.1.1",
        "you%elsewhere.test@example.test, 550 5.1.1",
        "you@sales, 554 5.1.2",
        "you@localhost, 554 5.1.2",
        "you@a.localhost, 554 5.1.2",
        "you@127.0.0.1, 554 5.1.2",
        "you@[127.0.0.1], 554 5.1.2",
        "you@[IPv6:::1], 554 5.1.2",
        "you@absent.test, 550 5.1.2",
    })
    void recipientsAreOursAndThereOrElsewhereAndComplete(String recipient, String reply) throws Exception {
        Envelope envelope = world.envelope("alice", SubmissionFixture.from("alice@example.test"));
        assertThat(world.reception
                        .recipient(envelope, SubmissionFixture.to(recipient))
                        .wire())
                .startsWith(reply);
    }

    /** RFC 6710 §4.2, §7: for the order in the queue, for the next server, and in Received. */
    @Test
    void thePriorityIsHeld() throws Exception {
        MailCommand mail = new MailCommand(
                ReversePath.of(Mailbox.parse("alice@example.test")),
                EsmtpParameters.NONE.with(EnvelopeParameters.MT_PRIORITY, 4));
        assertThat(world.message(world.envelope("alice", mail, "you@elsewhere.test"), WHOLE)
                        .code())
                .isEqualTo(250);
        assertThat(world.held().priority()).isEqualTo(4);
        assertThat(world.held().parameters()).isEqualTo("MT-PRIORITY=4");
        assertThat(world.queued()).contains("\r\n priority 4;\r\n");
    }

    /** RFC 5321 §5.1: in the lab no resolver is believed to know every domain. */
    @Test
    void aResolverThatMayKnowNothingIsNotBelieved() {
        assertThat(world.recipientDomain(false).find("absent.test")).isEqualTo(RecipientDomain.Finding.PERHAPS);
        assertThat(world.recipientDomain(true).find("absent.test")).isEqualTo(RecipientDomain.Finding.ABSENT);
        assertThat(world.recipientDomain(false).find("silent.test")).isEqualTo(RecipientDomain.Finding.SILENT);
    }

    /** RFC 7505 §4.1, RFC 7504 §4: what is known to take no mail is refused; what cannot be found out is for the relay. */
    @ParameterizedTest
    @CsvSource({
        "you@silent.test, 556 5.1.10",
        "you@Silent.TEST, 556 5.1.10",
        "you@bücher.silent.test, 556 5.1.10",
        "you@mute.test, 250 2.1.5",
        "you@broken.test, 250 2.1.5",
        "silent.test@elsewhere.test, 250 2.1.5",
    })
    void aDomainThatTakesNoMailIsToldAtOnce(String recipient, String reply) throws Exception {
        Envelope envelope = world.envelope("alice", SubmissionFixture.from("alice@example.test"));
        assertThat(world.reception
                        .recipient(envelope, SubmissionFixture.to(recipient))
                        .wire())
                .startsWith(reply);
    }

    /** RFC 6409 §5.3. The DNS, the only thing outside that is asked for anything, is silent here. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyCommandIsAnsweredInTwoMinutes() throws Exception {
        assertThat(world.submit("alice", WHOLE, "bob@example.test", "you@mute.test")
                        .wire())
                .startsWith("250 2.0.0");
        assertThat(world.delivered("bob")).endsWith(WHOLE);
    }

    @Test
    void whoIsHereGetsItAndWhoIsNotIsQueued() throws Exception {
        assertThat(world.submit("alice", WHOLE, "bob@example.test", "you@elsewhere.test", "she@elsewhere.test")
                        .wire())
                .matches("250 2\\.0\\.0 Delivered; queued as Q[0-9A-Z]+ for 2 recipients elsewhere\\.\r\n");

        assertThat(world.delivered("bob")).isEqualTo("""
                Return-Path: <alice@example.test>\r
                Delivered-To: bob@example.test\r
                Received: from client.example.org ([192.0.2.7])\r
                 by mail.example.test with ESMTPA id c1;\r
                 Mon, 23 Nov 2026 12:00:00 +0000\r
                """ + WHOLE);
        assertThat(world.queued()).isEqualTo("""
                Received: from client.example.org ([192.0.2.7])\r
                 by mail.example.test with ESMTPA id c1;\r
                 Mon, 23 Nov 2026 12:00:00 +0000\r
                """ + WHOLE);
        assertThat(world.heldFor()).containsExactly("you@elsewhere.test", "she@elsewhere.test");
        assertThat(world.held().from()).isEqualTo(ReversePath.of(Mailbox.parse("alice@example.test")));
        assertThat(world.store.check(CheckDepth.BYTES).blobs()).isEqualTo(1);
    }

    /** RFC 5321 §6.4, RFC 6409 §8.2, §8.3: it is noted in Received, and MIME's fields where the body needs them (RFC 2045 §4). */
    @Test
    void whatIsMissingIsAddedInFront() throws Exception {
        assertThat(world.submit("alice", "Subject: x\r\n\r\nGrüße\r\n", "bob@example.test")
                        .code())
                .isEqualTo(250);

        assertThat(world.delivered("bob")).matches("""
                (?s)Return-Path: .*Received: [^;]*\r
                 \\(added: Date, From, Message-ID, MIME-Version, Content-Type, Content-Transfer-Encoding\\);\r
                 Mon, 23 Nov 2026 12:00:00 \\+0000\r
                Date: Mon, 23 Nov 2026 12:00:00 \\+0000\r
                From: <alice@example\\.test>\r
                Message-ID: <[a-z0-9.]+@example\\.test>\r
                MIME-Version: 1\\.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: 8bit\r
                Subject: x\r
                \r
                Grüße\r
                """);
    }

    @Test
    void contentFieldsWithoutAMimeVersionGetOne() throws Exception {
        world.submit("alice", "Content-Type: text/html\r\n\r\nGrüße\r\n", "bob@example.test");

        assertThat(world.delivered("bob")).contains("MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n");
    }

    @Test
    void aBodyThatIsNotUtf8IsSaidToBeUnknown() throws Exception {
        Envelope envelope = world.envelope("alice", SubmissionFixture.from("alice@example.test"), "you@elsewhere.test");
        byte[] latin = "X: y\r\n\r\nGr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(world.message(envelope, latin, 3).code()).isEqualTo(250);
        assertThat(world.queued()).contains("Content-Type: text/plain; charset=unknown-8bit\r\n");
        assertThat(world.held().form().eightBit()).isTrue();
        assertThat(world.held().form().utf8Header()).isFalse();
    }

    @Test
    void blindCopiesGoAndNothingElseDoes() throws Exception {
        String before =
                "Return-Path: <x@y.test>\r\nFrom: alice@example.test\r\nBcc: she@elsewhere.test,\r\n he@elsewhere.test\r\n";
        String after = "To: bob@example.test\r\nRESENT-BCC: a@elsewhere.test\r\nDate: x\r\nMessage-ID: <1@a.test>\r\n";
        world.submit("alice", before + after + "\r\nBcc: in the body stays\r\n", "bob@example.test");

        assertThat(world.delivered("bob")).endsWith("""
                 +0000\r
                From: alice@example.test\r
                To: bob@example.test\r
                Date: x\r
                Message-ID: <1@a.test>\r
                \r
                Bcc: in the body stays\r
                """);
    }

    /** RFC 5321 appendix B: who gets a message is said by RCPT alone. */
    @Test
    void theHeaderNamesNoRecipients() throws Exception {
        String header = "To: you@elsewhere.test\r\nCc: bob@example.test\r\nBcc: she@elsewhere.test\r\n";
        world.submit("alice", header + "\r\nhello\r\n", "alice@example.test");

        assertThat(world.count("alice")).isEqualTo(1);
        assertThat(world.count("bob")).isZero();
        assertThat(world.queue.inOrder(1)).isEmpty();
    }

    /** RFC 6409 §6.3 and §5.1: who it says it is from, and whom it says it is to. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: alice@example.test | 250",
                "From: \"A. L. Ice\" <alice+x@example.test> | 250",
                "From: Boss <boss@example.test> | 550 5.7.1",
                "From: bob@example.test | 550 5.7.1",
                "From: \"alice@example.test\" <bob@example.test> | 550 5.7.1",
                "From: alice@example.test, bob@example.test | 550 5.7.1",
                "From: alice@example.test; Sender: bob@example.test | 550 5.7.1",
                "From: bob@example.test; Sender: alice@example.test | 550 5.7.1",
                "From: alice@example.test; From: bob@example.test | 554 5.6.0",
                "From: alice@example.test; FROM : bob@example.test | 554 5.6.0",
                "From: nobody:; | 554 5.6.0",
                "From: | 554 5.6.0",
                "From: alice | 554 5.6.0",
                "To: root | 554 5.6.0",
                "To: root@localhost | 554 5.6.0",
                "To: undisclosed-recipients:; | 250",
                "Cc: | 250",
                "Reply-To: <a b@c.test> | 554 5.6.0",
                "Bcc: <<>> | 554 5.6.0",
            })
    void theHeaderSaysNothingUntrueAndNothingUnreadable(String fields, String reply) throws Exception {
        String text = fields.replace("; ", "\r\n") + "\r\n\r\nhello\r\n";

        assertThat(world.submit("alice", text, "bob@example.test").wire()).startsWith(reply);
        assertThat(world.count("bob")).isEqualTo(reply.startsWith("250") ? 1 : 0);
    }

    @Test
    void aHeaderThatIsNeitherAsciiNorUtf8IsRefused() throws Exception {
        Envelope envelope = world.envelope("alice", SubmissionFixture.from("alice@example.test"), "bob@example.test");
        byte[] latin = "Subject: Gr\u00fc\u00dfe\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(world.message(envelope, latin, 100).wire())
                .startsWith("554 5.6.0")
                .contains("subject");
        assertThat(world.submit("alice", "Subject: Grüße\r\n\r\n", "you@elsewhere.test")
                        .code())
                .isEqualTo(250);
        assertThat(world.held().form().utf8Header()).isTrue();
    }

    private static String multipart(String fileName, String text) {
        return """
                MIME-Version: 1.0\r
                Content-Type: multipart/mixed; boundary=b\r
                \r
                --b\r
                Content-Disposition: attachment; filename="%s"\r
                \r
                %s\r
                --b--\r
                """.formatted(fileName, text);
    }

    /** RFC 6531 §3.2: what a way out must offer depends on the headers of parts, too. */
    @Test
    void headersOfPartsAreLookedAt() throws Exception {
        String parts = multipart("Grüße", "x");

        assertThat(world.submit("alice", parts, "you@elsewhere.test").code()).isEqualTo(250);
        assertThat(world.held().form().utf8Header()).isTrue();
    }

    @Test
    void textBeyondAsciiNeedsNoSmtputf8() throws Exception {
        String parts = multipart("x", "Grüße");

        assertThat(world.submit("alice", parts, "you@elsewhere.test").code()).isEqualTo(250);
        assertThat(world.held().form().eightBit()).isTrue();
        assertThat(world.held().form().utf8Header()).isFalse();
    }

    /** RFC 6531 §3.7.3: the trace field is ASCII where nothing else asks for SMTPUTF8, whatever was declared. */
    @Test
    void ourOwnFieldNeedsNoSmtputf8ThatNothingElseNeeds() throws Exception {
        MailCommand mail = new MailCommand(
                ReversePath.of(Mailbox.parse("alice@example.test")),
                EsmtpParameters.NONE.with(MailCommand.SMTPUTF8, true));
        SmtpPeer peer = world.peer("alice").greeted("xn--bcher-kva.example", true);
        Envelope envelope = new Envelope(peer, mail, List.of(SubmissionFixture.to("you@elsewhere.test")));

        assertThat(world.message(envelope, WHOLE).code()).isEqualTo(250);
        assertThat(world.queued()).contains("Received: from xn--bcher-kva.example (");
        assertThat(world.held().form().utf8Header()).isFalse();
    }

    @Test
    void whatMailSaidIsKeptForTheNextServer() throws Exception {
        MailCommand mail = new MailCommand(
                ReversePath.of(Mailbox.parse("alice@example.test")),
                EsmtpParameters.NONE
                        .with(MailCommand.SIZE, 12L)
                        .with(MailCommand.BODY, Body.EIGHT_BIT_MIME)
                        .with(MailCommand.SMTPUTF8, true));

        assertThat(world.message(world.envelope("alice", mail, "you@elsewhere.test"), WHOLE)
                        .code())
                .isEqualTo(250);
        assertThat(world.held().parameters()).isEqualTo("BODY=8BITMIME SMTPUTF8");
    }

    /** RFC 8689 §3, §4.1: the relay is told that TLS may be done without, unless MAIL says REQUIRETLS. */
    @ParameterizedTest
    @CsvSource({
        "'', false, false",
        "TLS-Required: No, false, true",
        "tls-required:   nO, false, true",
        "TLS-Required: Yes, false, false",
        "TLS-Required: No, true, false",
    })
    void whetherTlsMayBeDoneWithoutIsKept(String field, boolean required, boolean optional) throws Exception {
        EsmtpParameters parameters =
                required ? EsmtpParameters.NONE.with(EnvelopeParameters.REQUIRETLS, true) : EsmtpParameters.NONE;
        MailCommand mail = new MailCommand(ReversePath.of(Mailbox.parse("alice@example.test")), parameters);
        String message = (field.isEmpty() ? "" : field + "\r\n") + WHOLE;

        assertThat(world.message(world.envelope("alice", mail, "you@elsewhere.test"), message)
                        .code())
                .isEqualTo(250);
        assertThat(world.held().form().tlsOptional()).isEqualTo(optional);
        assertThat(world.held().parameters()).isEqualTo(required ? "REQUIRETLS" : "");
    }

    /** RFC 8689 §3: one such field at most. */
    @Test
    void twoFieldsAboutTlsAreRefused() throws Exception {
        assertThat(world.submit("alice", "TLS-Required: No\r\nTLS-Required: No\r\n" + WHOLE, "you@elsewhere.test")
                        .wire())
                .startsWith("554 5.6.0 The message has several TLS-Required fields");
    }

    /** RFC 4954 §5: who says that nobody is known to have submitted it is not named to the next server; who names somebody is not believed. */
    @ParameterizedTest
    @CsvSource({"true, AUTH=<>", "false, ''"})
    void theSubmitterIsToldToNobodyWhereNoneIsToBeKnown(boolean unknown, String kept) throws Exception {
        ReversePath submitter = unknown ? ReversePath.NULL : ReversePath.of(Mailbox.parse("bob@example.test"));
        MailCommand mail = new MailCommand(
                ReversePath.of(Mailbox.parse("alice@example.test")),
                EsmtpParameters.NONE.with(MailCommand.AUTH, submitter));

        assertThat(world.message(world.envelope("alice", mail, "you@elsewhere.test"), WHOLE)
                        .code())
                .isEqualTo(250);
        assertThat(world.held().parameters()).isEqualTo(kept);
    }

    @Test
    void anAccountThatSendsTooMuchIsToldWhenToComeAgain() throws Exception {
        for (int i = 0; i < SubmissionFixture.LIMITS.messagesPerHourMax(); i++) {
            assertThat(world.submit("alice", WHOLE, "bob@example.test").code()).isEqualTo(250);
        }
        assertThat(world.submit("alice", WHOLE, "bob@example.test").wire())
                .isEqualTo("450 4.7.1 An account here may send 20 messages in an hour, and yours has; nothing was sent."
                        + " Try again after 23 Nov 13:05 UTC, or ask the administrator for more.\r\n");
        Envelope past = world.envelope("alice", SubmissionFixture.from("alice@example.test"), "bob@example.test");
        assertThat(world.message(past, WHOLE).code()).isEqualTo(450);
        assertThat(world.count("bob")).isEqualTo(20);

        world.clock.advance(Duration.ofMinutes(65));
        assertThat(world.submit("alice", WHOLE, "bob@example.test").code()).isEqualTo(250);
    }

    @Test
    void strangersElsewhereAreCountedAtRcpt() throws Exception {
        Envelope envelope = world.envelope("alice", SubmissionFixture.from("alice@example.test"), "bob@example.test");
        for (int i = 0; i < 5; i++) {
            assertThat(world.reception
                            .recipient(envelope, SubmissionFixture.to("u" + i + "@elsewhere.test"))
                            .code())
                    .isEqualTo(250);
            envelope = envelope.with(SubmissionFixture.to("u" + i + "@elsewhere.test"));
        }
        assertThat(world.reception
                        .recipient(envelope, SubmissionFixture.to("u6@elsewhere.test"))
                        .wire())
                .startsWith("550 5.7.1");
        assertThat(world.message(envelope, WHOLE).code()).isEqualTo(250);
        assertThat(world.submit("alice", WHOLE, "u6@elsewhere.test").wire()).startsWith("450 4.7.1");
        assertThat(world.submit("alice", WHOLE, "u4@elsewhere.test").code()).isEqualTo(250);
    }

    @Test
    void whenTheQueueWillNotNobodyHereKeepsIt() throws Exception {
        Envelope tooMany = world.envelope(
                "alice",
                SubmissionFixture.from("alice@example.test"),
                "bob@example.test",
                "a@e.test",
                "b@e.test",
                "c@e.test",
                "d@e.test",
                "e@e.test",
                "f@e.test");

        assertThat(world.message(tooMany, WHOLE).wire()).startsWith("550 5.7.1");
        assertThat(world.count("bob")).isZero();
        assertThat(world.queue.inOrder(1)).isEmpty();
    }

    @Test
    void whenSomebodyHereCannotHaveItItIsNotQueued() throws Exception {
        world.add("carol", 300);
        String text = "X: " + "y".repeat(300) + "\r\n\r\n";
        Envelope envelope = world.envelope(
                "alice",
                SubmissionFixture.from("alice@example.test"),
                "bob@example.test",
                "carol@example.test",
                "you@elsewhere.test");

        assertThat(world.message(envelope, text).wire()).startsWith("452 4.2.2");
        assertThat(world.count("bob")).isZero();
        assertThat(world.queue.inOrder(1)).isEmpty();
    }

    @Test
    void aFullDiskIsSaidAndNothingIsKept() throws Exception {
        for (String to : List.of("bob@example.test", "you@elsewhere.test")) {
            Envelope envelope = world.envelope("alice", SubmissionFixture.from("alice@example.test"), to);
            world.store.failNext(new StoreFull("no room"));
            assertThat(world.message(envelope, WHOLE).wire()).startsWith("452 4.3.1");
        }
        assertThat(world.count("bob")).isZero();
        assertThat(world.queue.inOrder(1)).isEmpty();
        assertThat(world.submit("alice", WHOLE, "bob@example.test", "you@elsewhere.test")
                        .code())
                .isEqualTo(250);
    }

    @Test
    void whatIsNotAcceptedLeavesNothing() throws Exception {
        Envelope envelope = world.envelope("alice", SubmissionFixture.from("alice@example.test"), "you@elsewhere.test");
        try (var message = world.reception.message(envelope)) {
            byte[] half = "X: y\r\n\r\nhal".getBytes(StandardCharsets.US_ASCII);
            message.write(half, 0, half.length);
        }
        assertThat(world.queue.inOrder(1)).isEmpty();
        assertThat(world.store.check(CheckDepth.BYTES).blobs()).isZero();
    }
}
