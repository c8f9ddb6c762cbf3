package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.queue.HeldMessage;
import org.pennypost.queue.HeldRecipient;
import org.pennypost.queue.OutboundMessage;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reception;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.ServiceKind;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.testing.ForwardingBlobs;
import org.pennypost.store.testing.ForwardingStore;

/** What senders are told, and what they are not: RFC 3461 §5.2 and §6. */
class NotificationsTest {
    private static final String MESSAGE = """
            From: Alice <alice@example.test>\r
            Date: Mon, 23 Nov 2026 12:00:00 +0000\r
            Message-ID: <1@example.test>\r
            \r
            hello\r
            """;

    private static final List<EsmtpParameter<?>> KNOWN = List.of(
            EnvelopeParameters.RET,
            EnvelopeParameters.ENVID,
            EnvelopeParameters.NOTIFY,
            EnvelopeParameters.ORCPT,
            MailCommand.BODY,
            MailCommand.SMTPUTF8);

    private SubmissionFixture world;
    private Reception inbound;

    // JUnit opens the world before every test.
    @SuppressWarnings("NullAway.Init")
    NotificationsTest() {}

    @BeforeEach
    void open() throws Exception {
        world = new SubmissionFixture();
        inbound = world.inbound();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    /** §5.2.3, §5.2. */
    @ParameterizedTest
    @CsvSource({
        "bob@example.test, 'NOTIFY=SUCCESS', 1",
        "bob@example.test, 'NOTIFY=failure,success', 1",
        "bob+list@example.test, 'NOTIFY=SUCCESS', 1",
        "bob@example.test, '', 0",
        "bob@example.test, 'ORCPT=rfc822;a@b.example', 0",
        "bob@example.test, 'NOTIFY=NEVER', 0",
        "bob@example.test, 'NOTIFY=FAILURE,DELAY', 0",
        "'', 'NOTIFY=SUCCESS', 0",
        "nobody@example.test, 'NOTIFY=SUCCESS', 0",
    })
    void whoAsksIsTold(String sender, String parameters, int reports) throws Exception {
        assertThat(send(inbound, envelope(sender, "", "alice@example.test " + parameters)))
                .isEqualTo("250 2.0.0 Delivered.\r\n");
        assertThat(world.count("alice")).isEqualTo(1);
        assertThat(world.count("bob")).isEqualTo(reports);
        assertThat(world.queue.inOrder(9)).isEmpty();
    }

    /** §5.2.8: one report for all who are to be in it, and for nobody else. */
    @Test
    void oneReportIsAboutAllRecipients() throws Exception {
        world.add("carol", 0);
        world.add("dora", 0);
        send(
                inbound,
                envelope(
                        "bob@example.test",
                        "ENVID=a+20b",
                        "alice@example.test NOTIFY=SUCCESS",
                        "carol@example.test NOTIFY=NEVER",
                        "\"dora\"@EXAMPLE.test NOTIFY=SUCCESS ORCPT=utf-8;d\\x{F6}ra@example.test"));
        assertThat(world.delivered("bob"))
                .startsWith("Return-Path: <>\r\nDelivered-To: bob@example.test\r\nDate: ")
                .contains("To: bob@example.test\r\n")
                .contains("It lies in their mailboxes now.")
                .contains("""
                        Original-Envelope-Id: a b\r
                        Reporting-MTA: dns; mail.example.test\r
                        Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0000\r
                        \r
                        Final-Recipient: rfc822; alice@example.test\r
                        Action: delivered\r
                        Status: 2.0.0\r
                        \r
                        Original-Recipient: utf-8; d\\x{F6}ra@example.test\r
                        Final-Recipient: rfc822; dora@EXAMPLE.test\r
                        Action: delivered\r
                        Status: 2.0.0\r
                        """)
                .contains("Content-Type: text/rfc822-headers\r\n")
                .contains("Message-ID: <1@example.test>\r\n")
                .doesNotContain("carol")
                .doesNotContain("hello");
    }

    /** §6.1: from the null path, and such that nobody is ever told of it. */
    @Test
    void aSenderElsewhereIsToldByTheQueue() throws Exception {
        send(inbound, envelope("you@elsewhere.test", "RET=FULL", "<postmaster> NOTIFY=SUCCESS"));
        assertThat(world.held().from()).isEqualTo(ReversePath.NULL);
        assertThat(world.held().account()).isEqualTo(OutboundMessage.OURS);
        assertThat(world.held().parameters()).isEmpty();
        assertThat(world.queue.recipients(world.held().id())).singleElement().satisfies(to -> {
            assertThat(to.to()).hasToString("you@elsewhere.test");
            assertThat(to.parameters()).isEqualTo("NOTIFY=NEVER");
        });
        assertThat(world.queued())
                .contains("Final-Recipient: rfc822; postmaster\r\n")
                .doesNotContain("Original-Recipient")
                .doesNotContain("Original-Envelope-Id")
                .doesNotContain("hello");
        assertThat(world.notifications.removed(world.held())).isFalse();
    }

    /** RFC 2033 §4.2: those who have it are told of, and those alone. */
    @Test
    void overLmtpThoseWhoHaveItAreToldOf() throws Exception {
        world.add("carol", 10);
        Envelope envelope = envelope(
                "bob@example.test", "", "alice@example.test NOTIFY=SUCCESS", "carol@example.test NOTIFY=SUCCESS");
        Envelope lmtp = new Envelope(envelope.peer().at(ServiceKind.LMTP), envelope.mail(), envelope.recipients());
        try (IncomingMessage message = inbound.message(lmtp)) {
            message.write(MESSAGE.getBytes(StandardCharsets.US_ASCII), 0, MESSAGE.length());
            assertThat(message.acceptForEach(2)).extracting(Reply::code).containsExactly(250, 452);
        }
        assertThat(world.delivered("bob")).contains("alice@example.test").doesNotContain("carol");
    }

    @Test
    void aSenderWithoutRoomIsNotTold() throws Exception {
        world.add("carol", 10);
        assertThat(send(inbound, envelope("carol@example.test", "", "alice@example.test NOTIFY=SUCCESS")))
                .startsWith("250");
        assertThat(world.count("alice")).isEqualTo(1);
        assertThat(world.count("carol")).isZero();
    }

    /** What an account may send no more of is delivered to nobody, so nobody is told that it was. */
    @Test
    void whatIsTakenBackIsNotReported() throws Exception {
        for (int i = 0; i < SubmissionFixture.LIMITS.messagesPerHourMax(); i++) {
            assertThat(world.submit("alice", MESSAGE, "you@elsewhere.test").code())
                    .isEqualTo(250);
        }
        for (String other : List.of("bob@example.test", "you@elsewhere.test")) {
            Envelope envelope = envelope("alice@example.test", "", "bob@example.test NOTIFY=SUCCESS", other);
            assertThat(send(world.reception, new Envelope(world.peer("alice"), envelope.mail(), envelope.recipients())))
                    .startsWith("450 4.7.1");
            assertThat(world.count("bob")).isZero();
            assertThat(world.count("alice")).isZero();
        }
    }

    /** A report is as safe as the message: where it cannot be stored, nobody has the message and the client comes again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutTheReportNobodyKeepsTheMessage(boolean submitted) throws Exception {
        send(inbound, envelope("alice@example.test", "", "bob@example.test"));
        Envelope envelope = envelope("alice@example.test", "", "bob@example.test NOTIFY=SUCCESS");
        // The content is there already, so that the next new one is that of the report.
        world.store.failNextBlob(new StoreFull("no room"));
        assertThat(
                        submitted
                                ? send(
                                        world.reception,
                                        new Envelope(world.peer("alice"), envelope.mail(), envelope.recipients()))
                                : send(inbound, envelope))
                .startsWith("452 4.3.1");
        assertThat(world.count("bob")).isEqualTo(1);
        assertThat(world.count("alice")).isZero();
    }

    /** What comes back is the header, of any form, up to a bound. */
    @ParameterizedTest
    @CsvSource({
        "'Subject: x\r\n\r\nA\r\n\r\nB\r\n', '+0000\r\nSubject: x\r\n\r\n--'",
        "'Subject: x\r\n', '+0000\r\nSubject: x\r\n\r\n--'",
        "'\r\nbody\r\n', '+0000\r\n\r\n--'",
        "'only text\r\n', '+0000\r\n\r\n--'",
        "'', '+0000\r\n\r\n--'",
    })
    void theHeaderComesBack(String message, String end) throws Exception {
        Envelope envelope = envelope("bob@example.test", "", "alice@example.test NOTIFY=SUCCESS");
        try (IncomingMessage incoming = inbound.message(envelope)) {
            byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
            incoming.write(bytes, 0, bytes.length);
            assertThat(incoming.accept().code()).isEqualTo(250);
        }
        assertThat(world.delivered("bob")).contains(end);
    }

    @Test
    void aHeaderOfAnyLengthComesBackShortened() throws Exception {
        Envelope envelope = envelope("bob@example.test", "", "alice@example.test NOTIFY=SUCCESS");
        try (IncomingMessage incoming = inbound.message(envelope)) {
            byte[] line = "X-Long: 0123456789\r\n".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 10_000; i++) {
                incoming.write(line, 0, line.length);
            }
            assertThat(incoming.accept().code()).isEqualTo(250);
        }
        assertThat(world.delivered("bob")).hasSizeBetween(60_000, 70_000).contains("X-Long: 0123456789\r\n\r\n--");
    }

    /** RFC 6533 §3, RFC 6531: addresses and headers beyond ASCII. */
    @Test
    void addressesOfAllScriptsAreTold() throws Exception {
        world.add("jürgen", 0);
        send(inbound, envelope("jürgen@example.test", "SMTPUTF8", "alice@example.test NOTIFY=SUCCESS"));
        assertThat(world.delivered("jürgen")).contains("To: jürgen@example.test\r\n");
        send(inbound, envelope("you@elsewhere.test", "SMTPUTF8", "jürgen@example.test NOTIFY=SUCCESS"));
        assertThat(world.held().form().utf8Header()).isFalse();
        assertThat(world.queued())
                .contains("Final-Recipient: utf-8; j\\x{FC}rgen@example.test\r\n")
                .contains("j=C3=BCrgen@example.test");
    }

    /** §5.2.6, §4.3: what is taken out of the queue has failed, and is told to whoever did not say otherwise. */
    @ParameterizedTest
    @CsvSource({
        "'', 'RET=FULL', true",
        "'', '', false",
        "'NOTIFY=FAILURE ORCPT=rfc822;You@Elsewhere.test', 'RET=HDRS ENVID=x1', false",
        "'NOTIFY=SUCCESS,FAILURE', 'BODY=8BITMIME RET=full', true",
    })
    void whatIsRemovedHasFailed(String parameters, String mail, boolean full) throws Exception {
        hold(mail, "you@elsewhere.test " + parameters, "she@elsewhere.test NOTIFY=NEVER");
        assertThat(world.held().parameters()).isEqualTo(mail);
        assertThat(world.queue.recipients(world.held().id()))
                .extracting(HeldRecipient::parameters)
                .containsExactly(parameters, "NOTIFY=NEVER");
        assertThat(world.notifications.removed(world.held())).isTrue();
        assertThat(world.delivered("alice"))
                .contains("Subject: Your message was not delivered\r\n")
                .contains("""
                        Final-Recipient: rfc822; you@elsewhere.test\r
                        Action: failed\r
                        Status: 5.0.0\r
                        """)
                .contains(full ? "Content-Type: message/rfc822\r\n" : "Content-Type: text/rfc822-headers\r\n")
                .satisfies(text -> assertThat(text.contains("hello\r\n")).isEqualTo(full))
                .satisfies(text -> assertThat(text.contains("Original-Recipient: rfc822; You@Elsewhere.test\r\n"))
                        .isEqualTo(parameters.contains("ORCPT")))
                .satisfies(text -> assertThat(text.contains("Original-Envelope-Id: x1\r\n"))
                        .isEqualTo(mail.contains("ENVID")))
                .doesNotContain("she@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOTIFY=NEVER", "NOTIFY=SUCCESS", "NOTIFY=DELAY,SUCCESS"})
    void whoWantsToHearOfNoFailureDoesNot(String parameters) throws Exception {
        hold("RET=FULL", "you@elsewhere.test " + parameters);
        assertThat(world.notifications.removed(world.held())).isFalse();
        assertThat(world.count("alice")).isZero();
    }

    /** §6.2: the whole message, of 8 bits too. */
    @Test
    void aFailedMessageComesBackAsItIs() throws Exception {
        world.message(addressed("RET=FULL BODY=8BITMIME", "you@elsewhere.test"), MESSAGE + "jürgen\r\n");
        assertThat(world.notifications.removed(world.held())).isTrue();
        assertThat(world.delivered("alice")).contains("hello\r\njürgen\r\n");
    }

    @Test
    void ofAFailedMessageThatIsTooLargeTheHeaderComesBack() throws Exception {
        world.message(addressed("RET=FULL", "you@elsewhere.test"), MESSAGE + "0123456789abcdef\r\n".repeat(60_000));
        assertThat(world.notifications.removed(world.held())).isTrue();
        assertThat(world.delivered("alice"))
                .contains("Content-Type: text/rfc822-headers\r\n")
                .doesNotContain("0123456789abcdef");
    }

    /** RFC 6522 §3: what was sent need not come back. Its octets are gone, or damaged as they are opened, or as they are read. */
    @ParameterizedTest
    @ValueSource(strings = {"gone", "opened", "read"})
    void ofADamagedMessageTheSenderIsToldAllTheSame(String when) throws Exception {
        hold("RET=FULL ENVID=x1", "you@elsewhere.test");
        HeldMessage message = world.held();
        Store damaged = new ForwardingStore(world.store) {
            @Override
            public BlobStore blobs() {
                return new ForwardingBlobs(super.blobs()) {
                    @Override
                    public Optional<Blob> open(BlobId id) throws StoreException {
                        return switch (when) {
                            case "gone" -> Optional.empty();
                            case "opened" -> throw new CorruptFile("a pack", 7, "a blob", "nothing");
                            default -> super.open(id).map(NotificationsTest::damagedInTheMiddle);
                        };
                    }
                };
            }
        };
        Notifications notifications = new Notifications(
                "mail.example.test",
                damaged,
                world.directory,
                world.mailboxes,
                world.queue,
                new Random(1),
                world.clock);
        assertThat(notifications.removed(message)).isTrue();
        assertThat(world.count("alice")).isEqualTo(1);
        assertThat(world.delivered("alice"))
                .contains("Final-Recipient: rfc822; you@elsewhere.test\r\nAction: failed\r\n")
                .contains("cannot be given back")
                .contains("Content-Type: text/rfc822-headers\r\n", "Received: from ")
                .doesNotContain("hello");
    }

    private static Blob damagedInTheMiddle(Blob blob) {
        return new Blob() {
            @Override
            public long size() {
                return blob.size();
            }

            @Override
            public int read(long position, ByteBuffer into) throws StoreException {
                if (position >= 10) {
                    throw new CorruptFile("a pack", 7, "a blob", "another");
                }
                ByteBuffer piece = into.slice(into.position(), Math.min(into.remaining(), 10));
                int count = blob.read(position, piece);
                into.position(into.position() + count);
                return count;
            }

            @Override
            public void close() {
                blob.close();
            }
        };
    }

    private void hold(String mail, String... recipients) throws Exception {
        assertThat(world.message(addressed(mail, recipients), MESSAGE).code()).isEqualTo(250);
    }

    private Envelope addressed(String mail, String... recipients) throws Exception {
        Envelope envelope = envelope("alice@example.test", mail, recipients);
        return new Envelope(world.peer("alice"), envelope.mail(), envelope.recipients());
    }

    /** @param recipients each an address and its parameters */
    private static Envelope envelope(String sender, String mail, String... recipients) throws Exception {
        SmtpPeer peer = SubmissionFixture.stranger();
        Envelope envelope = new Envelope(
                peer,
                new MailCommand(
                        sender.isEmpty() ? ReversePath.NULL : ReversePath.of(Mailbox.parse(sender)),
                        read(List.of(mail.split(" ", -1)), KNOWN)),
                List.of());
        for (String recipient : recipients) {
            List<String> words = List.of(recipient.split(" ", -1));
            ForwardPath to = words.getFirst().equals("<postmaster>")
                    ? new ForwardPath.Postmaster()
                    : ForwardPath.of(Mailbox.parse(words.getFirst()));
            envelope = envelope.with(new RcptCommand(to, read(words.subList(1, words.size()), KNOWN)));
        }
        return envelope;
    }

    private static EsmtpParameters read(List<String> words, Collection<EsmtpParameter<?>> known) throws Exception {
        List<EsmtpParameters.Written> written = new ArrayList<>();
        for (String word : words) {
            if (!word.isEmpty()) {
                int equals = word.indexOf('=');
                written.add(new EsmtpParameters.Written(
                        (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT),
                        equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1))));
            }
        }
        return EsmtpParameters.read(written, known);
    }

    private static String send(Reception reception, Envelope envelope) {
        try (IncomingMessage message = reception.message(envelope)) {
            message.write(MESSAGE.getBytes(StandardCharsets.US_ASCII), 0, MESSAGE.length());
            return message.accept().wire();
        }
    }
}
