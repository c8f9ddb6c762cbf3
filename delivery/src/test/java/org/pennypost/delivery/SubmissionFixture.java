package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.directory.DirectoryOptions;
import org.pennypost.dns.Nameservers;
import org.pennypost.dns.Resolver;
import org.pennypost.dns.ResolverConfig;
import org.pennypost.dns.testing.StubZones;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Message;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.UidSet;
import org.pennypost.queue.HeldMessage;
import org.pennypost.queue.Queue;
import org.pennypost.queue.SendingLimits;
import org.pennypost.sasl.Identity;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.store.Blob;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Key;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.testkit.FakeClock;

/** alice and bob at example.test, who have logged in and submit mail; and what became of it. */
final class SubmissionFixture {
    static final SendingLimits LIMITS = new SendingLimits(20, 30, 5, 8);

    final FakeClock clock = new FakeClock();
    final MemoryStore store = new MemoryStore();
    final Mailboxes mailboxes = new Mailboxes(store, clock);
    final Queue queue = new Queue(store, LIMITS, clock);
    private final StubZones dns = StubZones.start("""
            $ORIGIN test.
            elsewhere   MX 10 mx.elsewhere
            mx.elsewhere A 192.0.2.25
            silent      MX 0 .
            xn--bcher-kva.silent MX 0 .
            """);
    private final Resolver resolver =
            new Resolver(ResolverConfig.of(Nameservers.of(dns.address())), new SecureRandom(), clock);
    final Directory directory;
    final Notifications notifications;
    final SubmissionReception reception;
    final Releases releases;

    /** How often a message was held back. */
    final AtomicInteger heldBack = new AtomicInteger();

    SubmissionFixture() throws Exception {
        directory = Directory.open(store, DirectoryOptions.LAB, new SecureRandom(), clock);
        directory.addDomain("example.test");
        add("alice", 0);
        add("bob", 0);
        notifications =
                new Notifications("mail.example.test", store, directory, mailboxes, queue, new SecureRandom(), clock);
        reception = reception(queue);
        releases = releases(store);
        dns.fault("mute.test", StubZones.Fault.DROP);
        dns.fault("broken.test", StubZones.Fault.SERVFAIL);
    }

    /** With a queue that has other limits. */
    SubmissionReception reception(Queue other) {
        return new SubmissionReception(
                "mail.example.test",
                store,
                directory,
                mailboxes,
                new RecipientDomain(resolver, true),
                other,
                notifications,
                heldBack::incrementAndGet,
                new SecureRandom(),
                clock);
    }

    /** What a server releases that has just started on this store. */
    Releases releases(Store on) {
        Mailboxes there = new Mailboxes(on, clock);
        Queue held = new Queue(on, LIMITS, clock);
        Notifications telling =
                new Notifications("mail.example.test", on, directory, there, held, new SecureRandom(), clock);
        return new Releases(on, directory, there, held, telling, clock);
    }

    RecipientDomain recipientDomain(boolean absenceCounts) {
        return new RecipientDomain(resolver, absenceCounts);
    }

    /** The same world's port 25. */
    InboundReception inbound() {
        return new InboundReception(
                new ReceptionPolicy("mail.example.test", false),
                store,
                directory,
                mailboxes,
                new SenderDomain(resolver, SenderDomain.Trust.FULL),
                notifications,
                clock);
    }

    void add(String name, long quotaBytes) throws Exception {
        AccountEntry account = directory.addAccount(name + "@example.test", "a long secret", quotaBytes);
        mailboxes.createAccount(
                new AccountId(account.number()),
                quotaBytes == 0 ? Quota.UNLIMITED : new Quota(quotaBytes, Quota.UNLIMITED.messages()));
    }

    static SmtpPeer stranger() {
        return new SmtpPeer(
                "c1",
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40_000),
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 587),
                "client.example.org",
                true,
                Optional.empty());
    }

    SmtpPeer peer(String name) {
        AccountEntry account = directory.account(name + "@example.test").orElseThrow();
        return stranger().loggedIn(new Identity(account.address(), account.number()));
    }

    static MailCommand from(String sender) throws Exception {
        return new MailCommand(
                sender.isEmpty() ? ReversePath.NULL : ReversePath.of(Mailbox.parse(sender)), EsmtpParameters.NONE);
    }

    static RcptCommand to(String recipient) throws Exception {
        return new RcptCommand(ForwardPath.of(Mailbox.parse(recipient)), EsmtpParameters.NONE);
    }

    Envelope envelope(String name, MailCommand mail, String... recipients) throws Exception {
        Envelope envelope = new Envelope(peer(name), mail, List.of());
        for (String recipient : recipients) {
            envelope = envelope.with(to(recipient));
        }
        return envelope;
    }

    /** The first that says no, from MAIL to the end of the data; else what the end was answered. */
    Reply submit(String name, String text, String... recipients) throws Exception {
        Envelope envelope = envelope(name, from(name + "@example.test"));
        Reply reply = reception.sender(envelope.peer(), envelope.mail());
        for (String recipient : recipients) {
            if (reply.positive()) {
                reply = reception.recipient(envelope, to(recipient));
                envelope = envelope.with(to(recipient));
            }
        }
        return reply.positive() ? message(envelope, text) : reply;
    }

    /** The message alone, in one piece. */
    Reply message(Envelope envelope, String text) {
        return message(envelope, text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    Reply message(SubmissionReception to, Envelope envelope, String text) {
        return message(to, envelope, text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    /** The message alone, in pieces. */
    Reply message(Envelope envelope, byte[] bytes, int piece) {
        return message(reception, envelope, bytes, piece);
    }

    private static Reply message(SubmissionReception reception, Envelope envelope, byte[] bytes, int piece) {
        try (IncomingMessage message = reception.message(envelope)) {
            for (int at = 0; at < bytes.length; at += Math.min(piece, bytes.length - at)) {
                message.write(bytes, at, Math.min(piece, bytes.length - at));
            }
            return message.accept();
        }
    }

    int count(String name) throws Exception {
        Account account = account(name);
        return account.view(account.inbox()).orElseThrow().size();
    }

    private Account account(String name) {
        return mailboxes.account(new AccountId(
                directory.account(name + "@example.test").orElseThrow().number()));
    }

    /** Has somebody delete all mail. */
    void empty(String name) throws Exception {
        account(name).expunge(account(name).inbox(), UidSet.ALL);
    }

    /** Has somebody move all mail to the archive. */
    void move(String name) throws Exception {
        Account account = account(name);
        account.move(
                account.inbox(),
                UidSet.ALL,
                account.find(MailboxName.of("Archive")).orElseThrow());
    }

    /** How many messages are in the archive. */
    int moved(String name) throws Exception {
        Account account = account(name);
        return account.view(account.find(MailboxName.of("Archive")).orElseThrow())
                .orElseThrow()
                .size();
    }

    /** How many numbers an account remembers as appended. */
    int rows(String name) throws Exception {
        return store.read(
                new Partition(account(name).id().number()),
                now -> now.range(Key.of('q'), Key.of('q').afterPrefix(), 9, false)
                        .size());
    }

    /** The only message in an INBOX. */
    String delivered(String name) throws Exception {
        assertThat(count(name)).isEqualTo(1);
        Account account = account(name);
        Message message = account.view(account.inbox()).orElseThrow().at(0);
        try (MessageContent content = account.open(message.id()).orElseThrow()) {
            byte[] bytes = new byte[(int) content.size()];
            int length = 0;
            while (length < bytes.length) {
                length += content.read(length, bytes, length, bytes.length - length);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The only message in the queue. */
    HeldMessage held() throws Exception {
        assertThat(queue.inOrder(2)).hasSize(1);
        return queue.inOrder(1).getFirst();
    }

    /** All of what the queue's only message will be when it leaves. */
    String queued() throws Exception {
        HeldMessage message = held();
        try (Blob content = store.blobs().open(message.content()).orElseThrow()) {
            byte[] bytes = new byte[(int) content.size()];
            int length = 0;
            while (length < bytes.length) {
                length += content.read(length, bytes, length, bytes.length - length);
            }
            return new String(message.prefix(), StandardCharsets.UTF_8) + new String(bytes, StandardCharsets.UTF_8);
        }
    }

    List<String> heldFor() throws Exception {
        List<String> all = new ArrayList<>();
        queue.recipients(held().id())
                .forEach(recipient -> all.add(recipient.to().toString()));
        return all;
    }

    void close() throws Exception {
        assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        assertThat(queue.check()).isEmpty();
        for (AccountEntry account : directory.accounts()) {
            assertThat(mailboxes.account(new AccountId(account.number())).check())
                    .isEmpty();
        }
        directory.close();
        resolver.close();
        dns.close();
        store.close();
    }
}
