package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.directory.DirectoryOptions;
import org.pennypost.dns.Nameservers;
import org.pennypost.dns.Resolver;
import org.pennypost.dns.ResolverConfig;
import org.pennypost.dns.testing.StubZones;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.Quota;
import org.pennypost.queue.Queue;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.ServiceKind;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreFull;
import org.pennypost.testkit.FakeClock;

class InboundReceptionTest {
    private static final SmtpPeer PEER = new SmtpPeer(
            "c1",
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40_000),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 25),
            "client.example.org",
            true,
            Optional.empty());

    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore();
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Queue queue = new Queue(store, SubmissionFixture.LIMITS, clock);
    private StubZones dns;
    private Resolver resolver;
    private Directory directory;

    // JUnit opens the world before every test.
    @SuppressWarnings("NullAway.Init")
    InboundReceptionTest() {}

    @BeforeEach
    void open() throws Exception {
        dns = StubZones.start("""
                $ORIGIN test.
                sender      MX 10 mx.sender
                mx.sender   A  192.0.2.25
                host        A  192.0.2.26
                text        TXT "neither MX nor address"
                silent      MX 0 .
                xn--bcher-kva MX 10 mx.sender
                """);
        dns.fault("broken.test", StubZones.Fault.SERVFAIL);
        resolver = new Resolver(ResolverConfig.of(Nameservers.of(dns.address())), new SecureRandom(), clock);
        directory = Directory.open(store, DirectoryOptions.LAB, new SecureRandom(), clock);
        directory.addDomain("example.test");
        for (String name : List.of("alice", "bob")) {
            add(name, 0);
        }
    }

    @AfterEach
    void close() throws Exception {
        assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        for (AccountEntry account : directory.accounts()) {
            assertThat(mailbox(account.address()).check()).isEmpty();
        }
        directory.close();
        resolver.close();
        dns.close();
    }

    private void add(String name, long quotaBytes) throws Exception {
        AccountEntry account = directory.addAccount(name + "@example.test", "a long secret", quotaBytes);
        mailboxes.createAccount(
                new AccountId(account.number()),
                quotaBytes == 0 ? Quota.UNLIMITED : new Quota(quotaBytes, Quota.UNLIMITED.messages()));
    }

    @ParameterizedTest
    @CsvSource({
        "a@sender.test, 250",
        "a@host.test, 250",
        "a@b\u00fccher.test, 250",
        "a@text.test, 550 5.1.8",
        "a@silent.test, 550 5.7.27",
        "a@absent.test, 550 5.1.8",
        "a@broken.test, 451 4.1.8",
        "a@[192.0.2.9], 250",
        "a@example.test, 250",
        "a@localhost, 550 5.1.8",
    })
    void theSendersDomainIsVerified(String sender, String reply) throws Exception {
        assertThat(reception(false).sender(PEER, from(sender)).wire()).startsWith(reply);
    }

    @Test
    void inTheLabAResolverThatFailsIsForgivenAndOneThatDeniesIsNot() throws Exception {
        assertThat(reception(true).sender(PEER, from("a@broken.test")).code()).isEqualTo(250);
        assertThat(reception(true).sender(PEER, from("a@absent.test")).code()).isEqualTo(550);
    }

    @Test
    void aResolverThatKnowsNoRootServerIsCutOffAndCountsAsUnknown() {
        SenderDomain cutOff = new SenderDomain(resolver, SenderDomain.Trust.UNLESS_CUT_OFF);

        assertThat(cutOff.find("absent.test")).isInstanceOf(SenderDomain.Finding.Unknown.class);
        assertThat(cutOff.find("text.test")).isInstanceOf(SenderDomain.Finding.Absent.class);
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.test, 250 2.1.5",
        "ALICE@EXAMPLE.TEST, 250 2.1.5",
        "alice+shop@example.test, 250 2.1.5",
        "postmaster@example.test, 250 2.1.5",
        "nobody@example.test, 550 5.1.1",
        "you@elsewhere.test, 550 5.7.1",
        "alice%elsewhere.test@example.test, 550 5.1.1",
        "alice@[192.0.2.1], 550 5.7.1",
    })
    void onlyOurOwnPeopleGetMail(String recipient, String reply) throws Exception {
        assertThat(reception(false)
                        .recipient(envelope("a@sender.test"), to(recipient))
                        .wire())
                .startsWith(reply);
    }

    @Test
    void oneMessageToSeveralStoresOneBlobWithTraceFieldsForEach() throws Exception {
        assertThat(send("Subject: x\r\n\r\nbody\r\n", "alice@example.test", "bob@example.test")
                        .wire())
                .startsWith("250 2.0.0");

        assertThat(store.check(CheckDepth.BYTES).blobs()).isEqualTo(1);
        assertThat(only("bob@example.test")).isEqualTo("""
                        Return-Path: <a@sender.test>\r
                        Delivered-To: bob@example.test\r
                        Received: from client.example.org ([192.0.2.7])\r
                         by mail.example.test with ESMTP id c1;\r
                         Mon, 23 Nov 2026 12:00:00 +0000\r
                        Subject: x\r
                        \r
                        body\r
                        """);
        assertThat(only("alice@example.test")).contains("Delivered-To: alice@example.test\r\n");
    }

    @ParameterizedTest
    @CsvSource({"'just text\r\n', '\r\n'", "'\r\njust text\r\n', ''", "'', '\r\n'", "'X: y\r\n\r\nz\r\n', ''"})
    void aMessageWithoutAHeaderGetsTheMissingEmptyLine(String message, String separator) throws Exception {
        send(message, "alice@example.test");

        assertThat(only("alice@example.test")).endsWith(" +0000\r\n" + separator + message);
    }

    @Test
    void anAccountGetsAMessageOnceWhateverNamesWereGiven() throws Exception {
        send("X: y\r\n\r\n", "alice+a@example.test", "alice@example.test", "postmaster@example.test");

        assertThat(only("alice@example.test")).contains("Delivered-To: alice+a@example.test\r\n");
    }

    /**
     * RFC 5321 §3.3, §4.5.3.1.8, §4.5.5, RFC 3030 §3: no field of the header is a reason to refuse, nor that fields do not fit together, nor the encoding that
     * one names; a message without a sender gets no answer and no sender.
     */
    @Test
    void nothingInTheHeaderIsAReasonToRefuse() throws Exception {
        String odd = "From: nobody at all\r\nFrom: <b@c>\r\nDate: yesterday\r\nTo: "
                + "x@elsewhere.test, ".repeat(2_000)
                + "y@z\r\nSender:\r\nMessage-ID: none\r\nReply-To: <<>>\r\nReturn-Path: <other@elsewhere.test>\r\n"
                + "Content-Transfer-Encoding: binary\r\nMIME-Version: 7\r\n\r\n";
        try (IncomingMessage message = reception(false)
                .message(new Envelope(PEER, new MailCommand(ReversePath.NULL, EsmtpParameters.NONE), List.of())
                        .with(to("alice@example.test")))) {
            byte[] bytes = odd.getBytes(StandardCharsets.US_ASCII);
            message.write(bytes, 0, bytes.length);
            assertThat(message.accept().wire()).startsWith("250 2.0.0");
        }
        assertThat(only("alice@example.test")).startsWith("Return-Path: <>\r\n").endsWith(odd);
        assertThat(count("bob@example.test")).isZero();
    }

    @Test
    void aFullDiskIsSaidAndNothingIsStored() throws Exception {
        store.failNext(new StoreFull("no room"));
        assertThat(send("X: y\r\n\r\n", "alice@example.test").wire()).startsWith("452 4.3.1");
        assertThat(count("alice@example.test")).isZero();

        assertThat(send("X: y\r\n\r\n", "alice@example.test").code()).isEqualTo(250);
    }

    @Test
    void whenOneRecipientCannotHaveItNobodyKeepsIt() throws Exception {
        add("carol", 300);
        assertThat(send("X: " + "y".repeat(300) + "\r\n\r\n", "alice@example.test", "carol@example.test")
                        .wire())
                .startsWith("452 4.2.2");

        assertThat(count("alice@example.test")).isZero();
        assertThat(count("carol@example.test")).isZero();
    }

    @Test
    void aFullMailboxIsSaidAtRcptForThatRecipientAlone() throws Exception {
        add("carol", 300);
        assertThat(send("X: y\r\n\r\n", "carol@example.test").code()).isEqualTo(250);
        assertThat(send("X: y\r\n\r\n", "carol@example.test").code()).isEqualTo(452);
        Envelope large = new Envelope(
                PEER, new MailCommand(ReversePath.NULL, EsmtpParameters.NONE.with(MailCommand.SIZE, 300L)), List.of());
        assertThat(reception(false).recipient(large, to("carol@example.test")).wire())
                .startsWith("452 4.2.2");
        assertThat(reception(false).recipient(large, to("alice@example.test")).code())
                .isEqualTo(250);
    }

    /** RFC 5321 §6.3: a message that was here before. */
    @ParameterizedTest
    @CsvSource({
        "'Delivered-To: alice@example.test\r\nX: y\r\n\r\n', 554 5.4.6",
        "'X: y\r\ndelivered-to:ALICE@example.test \r\n\r\n', 554 5.4.6",
        "'Delivered-To: bob@example.test\r\n\r\n', 250 2.0.0",
        "'Delivered-To-Not: alice@example.test\r\n\r\n', 250 2.0.0",
        "'X: y\r\n\r\nDelivered-To: alice@example.test\r\n', 250 2.0.0"
    })
    void aMessageThatGoesRoundInALoopIsRefused(String message, String reply) throws Exception {
        assertThat(send(message, "alice@example.test").wire()).startsWith(reply);
        assertThat(count("alice@example.test")).isEqualTo(reply.startsWith("250") ? 1 : 0);
    }

    /** RFC 2033 §4.2: we are responsible for those with 250 alone; nobody is held back by another, and one account has it once. */
    @Test
    void overLmtpEachRecipientHasAnAnswerOfItsOwn() throws Exception {
        add("carol", 300);
        assertThat(sendOverLmtp(
                        "Delivered-To: bob@example.test\r\nX: " + "y".repeat(300) + "\r\n\r\n",
                        "bob@example.test",
                        "alice@example.test",
                        "carol@example.test",
                        "alice+x@example.test"))
                .extracting(Reply::wire)
                .satisfiesExactly(
                        bob -> assertThat(bob).startsWith("554 5.4.6"),
                        alice -> assertThat(alice).startsWith("250 2.0.0"),
                        carol -> assertThat(carol).startsWith("452 4.2.2"),
                        again -> assertThat(again).startsWith("250 2.0.0"));

        assertThat(count("bob@example.test")).isZero();
        assertThat(count("carol@example.test")).isZero();
        assertThat(only("alice@example.test"))
                .contains("Delivered-To: alice@example.test\r\n", " by mail.example.test with LMTP id c1;");
    }

    @Test
    void overLmtpAnAccountThatWentAwayMeanwhileIsItsOwnAffair() throws Exception {
        add("carol", 0);
        try (IncomingMessage message = reception(false)
                .message(envelope(PEER.at(ServiceKind.LMTP), "a@x.test", "carol@example.test", "bob@example.test"))) {
            message.write("X: y\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, 8);
            AccountEntry carol = directory.account("carol@example.test").orElseThrow();
            mailboxes.removeAccount(new AccountId(carol.number()));
            directory.removeAccount("carol@example.test");

            assertThat(message.acceptForEach(2)).extracting(Reply::code).containsExactly(451, 250);
        }
        assertThat(count("bob@example.test")).isEqualTo(1);
    }

    @Test
    void overLmtpAFullDiskPutsOffAll() throws Exception {
        store.failNext(new StoreFull("no room"));
        assertThat(sendOverLmtp("X: y\r\n\r\n", "alice@example.test", "bob@example.test"))
                .hasSize(2)
                .anySatisfy(reply -> assertThat(reply.wire()).startsWith("452 4.3.1"));
        int refused = 2 - count("alice@example.test") - count("bob@example.test");
        assertThat(refused).isPositive();
    }

    /** Whoever hands it over has taken it already: refusing the sender could only make a bounce. */
    @ParameterizedTest
    @CsvSource({"a@absent.test", "a@silent.test", "a@broken.test"})
    void overLmtpTheSendersDomainIsNotAskedFor(String sender) throws Exception {
        assertThat(reception(false)
                        .sender(PEER.at(ServiceKind.LMTP), from(sender))
                        .code())
                .isEqualTo(250);
        assertThat(reception(false)
                        .recipient(envelope(PEER.at(ServiceKind.LMTP), sender), to("you@elsewhere.test"))
                        .wire())
                .startsWith("550 5.7.1");
    }

    /** RFC 5321 §3.5.1: only where the owner wants it. */
    @ParameterizedTest
    @CsvSource({
        "alice@example.test, 250 2.1.5 <alice@example.test>",
        "<ALICE+x@Example.test>, 250 2.1.5 <alice@example.test>",
        "bob, 250 2.1.5 <bob@example.test>",
        "nobody, 550 5.1.1",
        "nobody@example.test, 550 5.1.1",
        "alice@elsewhere.test, 252 2.0.0",
        "carol, 553 5.1.4"
    })
    void vrfyTellsWhoIsHereIfItMay(String argument, String reply) throws Exception {
        directory.addDomain("example.org");
        add("carol", 0);
        mailboxes.createAccount(
                new AccountId(directory
                        .addAccount("carol@example.org", "a long secret", 0)
                        .number()),
                Quota.UNLIMITED);
        assertThat(reception(new ReceptionPolicy("mail.example.test", false, true))
                        .verify(PEER, argument)
                        .wire())
                .startsWith(reply);
        assertThat(reception(false).verify(PEER, argument).wire()).startsWith("252 2.0.0");
    }

    /** RFC 5321 §6.1: whoever waits for the answer to the final dot waits for this machine alone; what others know was asked at MAIL. */
    @Test
    void atTheDotNobodyElseIsAsked() throws Exception {
        InboundReception reception = reception(false);
        assertThat(reception.sender(PEER, from("a@sender.test")).code()).isEqualTo(250);
        int asked = dns.asked().size();
        assertThat(asked).isPositive();
        dns.fault("sender.test", StubZones.Fault.DROP);

        assertThat(send("Subject: x\r\n\r\nbody\r\n", "alice@example.test").code())
                .isEqualTo(250);
        assertThat(dns.asked()).hasSize(asked);
    }

    @Test
    void whatIsNotAcceptedLeavesNothing() throws Exception {
        try (IncomingMessage message = reception(false).message(envelope("a@sender.test", "alice@example.test"))) {
            byte[] half = "X: y\r\n".getBytes(StandardCharsets.US_ASCII);
            message.write(half, 0, half.length);
        }
        assertThat(count("alice@example.test")).isZero();
        assertThat(store.check(CheckDepth.BYTES).blobs()).isZero();
    }

    private InboundReception reception(boolean lab) {
        return reception(new ReceptionPolicy("mail.example.test", lab));
    }

    private InboundReception reception(ReceptionPolicy policy) {
        return new InboundReception(
                policy,
                store,
                directory,
                mailboxes,
                new SenderDomain(resolver, SenderDomain.Trust.FULL),
                new Notifications(policy.hostname(), store, directory, mailboxes, queue, new SecureRandom(), clock),
                clock);
    }

    private Reply send(String text, String... recipients) throws Exception {
        try (IncomingMessage message = reception(false).message(envelope("a@sender.test", recipients))) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            message.write(bytes, 0, bytes.length);
            return message.accept();
        }
    }

    private List<Reply> sendOverLmtp(String text, String... recipients) throws Exception {
        Envelope envelope = envelope(PEER.at(ServiceKind.LMTP), "a@absent.test", recipients);
        try (IncomingMessage message = reception(false).message(envelope)) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            message.write(bytes, 0, bytes.length);
            return message.acceptForEach(recipients.length);
        }
    }

    private static Envelope envelope(String sender, String... recipients) throws Exception {
        return envelope(PEER, sender, recipients);
    }

    private static Envelope envelope(SmtpPeer peer, String sender, String... recipients) throws Exception {
        Envelope envelope = new Envelope(peer, from(sender), List.of());
        for (String recipient : recipients) {
            envelope = envelope.with(to(recipient));
        }
        return envelope;
    }

    private static MailCommand from(String sender) throws Exception {
        return new MailCommand(ReversePath.of(Mailbox.parse(sender)), EsmtpParameters.NONE);
    }

    private static RcptCommand to(String recipient) throws Exception {
        return new RcptCommand(ForwardPath.of(Mailbox.parse(recipient)), EsmtpParameters.NONE);
    }

    private Account mailbox(String address) {
        return mailboxes.account(
                new AccountId(directory.account(address).orElseThrow().number()));
    }

    private int count(String address) throws Exception {
        Account account = mailbox(address);
        return account.view(account.inbox()).orElseThrow().size();
    }

    private String only(String address) throws Exception {
        Account account = mailbox(address);
        assertThat(count(address)).isEqualTo(1);
        Message message = account.view(account.inbox()).orElseThrow().at(0);
        try (MessageContent content = account.open(message.id()).orElseThrow()) {
            byte[] bytes = new byte[(int) content.size()];
            int length = 0;
            while (length < bytes.length) {
                length += content.read(length, bytes, length, bytes.length - length);
            }
            assertThat(bytes).hasSize((int) message.sizeOctets());
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }
}
