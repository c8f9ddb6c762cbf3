package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pennypost.delivery.InboundReception;
import org.pennypost.delivery.Notifications;
import org.pennypost.delivery.ReceptionPolicy;
import org.pennypost.delivery.RecipientDomain;
import org.pennypost.delivery.Releases;
import org.pennypost.delivery.SenderDomain;
import org.pennypost.delivery.SubmissionReception;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Argon2Cost;
import org.pennypost.directory.Directory;
import org.pennypost.directory.DirectoryOptions;
import org.pennypost.dns.Nameservers;
import org.pennypost.dns.Resolver;
import org.pennypost.dns.ResolverConfig;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.server.ImapServerConfig;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.pop3.Deletion;
import org.pennypost.pop3.Pop3Server;
import org.pennypost.pop3.Pop3ServerConfig;
import org.pennypost.queue.Queue;
import org.pennypost.queue.SendingLimits;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.server.config.Service;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.server.SmtpServer;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.embedded.EmbeddedStore;
import org.pennypost.store.embedded.FaultyDisk;
import org.pennypost.store.embedded.FaultyDisk.Call;
import org.pennypost.store.embedded.FaultyDisk.Fault;
import org.pennypost.store.embedded.Settings;
import org.pennypost.testkit.Dialogue;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Stage;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Listener;
import org.pennypost.wire.ListenerOptions;
import org.pennypost.wire.SocketLink;
import org.pennypost.wire.testing.LinkDialogue;
import org.pennypost.wire.testing.TestCertificate;

/**
 * SMTP, POP3 and IMAP as they are wired for users, on the durable store, on a disk that can fail.
 *
 * <pre>
 * given messages NAME N     an account's mail at the beginning
 * as smtp, submission, pop3, imap  whose port is called
 * stored NAME N             so many messages are there
 * queued N                  so many messages wait in the queue
 * </pre>
 *
 * <p>alice and bob at example.test have the password {@code secret}.
 */
final class WiredStage implements Stage {
    private static final List<String> NAMES = List.of("alice", "bob");
    private static final int QUEUED_MAX = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Small measures, so that packs roll and large blobs get packs of their own. */
    private static final Settings SMALL = Settings.defaults()
            .withPackBytesMax(20_000)
            .withDraftBytesMax(30_000)
            .withFreeBytesMin(0);

    private final Path folder;
    private final Optional<Path> wire;
    private final FaultyDisk disk = new FaultyDisk();
    private final FakeClock clock = new FakeClock();
    private final SecureRandom random = new SecureRandom();
    private final Ledger ledger = new Ledger();
    private final List<Throwable> faults = new ArrayList<>();
    private Optional<Runnable> arming = Optional.empty();
    private boolean failed;
    private boolean releasePutOff;
    private Running running;

    WiredStage(Path folder) throws Exception {
        this(folder, "secret", Optional.empty());
    }

    /** @param wire the folder for wire logs, if they are wanted */
    WiredStage(Path folder, String password, Optional<Path> wire) throws Exception {
        this.folder = folder;
        this.wire = wire;
        running = new Running();
        running.directory.addDomain("example.test");
        for (String name : NAMES) {
            AccountEntry entry = running.directory.addAccount(name + "@example.test", password, 0);
            running.mailboxes.createAccount(new AccountId(entry.number()), Quota.UNLIMITED);
        }
    }

    InetSocketAddress address(Service service) {
        return running.listener(service.word()).address();
    }

    /** The same stage for one transcript of several; without {@code as}, it is this service that is called. */
    Stage lasting(Service service) {
        return new Stage() {
            @Override
            public void given(List<String> words) throws Exception {
                WiredStage.this.given(words);
            }

            @Override
            public Dialogue connect(List<String> as, boolean tls) throws IOException {
                return WiredStage.this.connect(as.isEmpty() ? List.of(service.word()) : as, tls);
            }

            @Override
            public void advance(Duration time) {
                WiredStage.this.advance(time);
            }
        };
    }

    /** The disk's n-th call from the first connection on will fail. */
    void failAt(int nth, Fault how) {
        arming = Optional.of(() -> disk.fail(nth, how, call -> how != Fault.SHORT || call == Call.WRITE));
    }

    /** Whether that call has come. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether the last that a client heard asks it to come back, or a message is to be released once more. */
    boolean wasPutOff() {
        return releasePutOff
                || ledger.lastReply().matches("4\\d\\d .*|-ERR \\[SYS/TEMP\\] .*|\\S+ NO \\[UNAVAILABLE\\] .*");
    }

    String lastReply() {
        return ledger.lastReply();
    }

    /** The server's parts, from one start to the next stop. */
    private final class Running {
        private final EmbeddedStore store = EmbeddedStore.open(folder, SMALL, clock, disk);
        private final Mailboxes mailboxes = new Mailboxes(store, clock);
        private final Directory directory = Directory.open(
                store, DirectoryOptions.LAB.withCost(new Argon2Cost(8, 1, 1)).withScramIterations(4096), random, clock);
        private final Resolver resolver =
                new Resolver(ResolverConfig.of(new Nameservers.Listed(List.of(), false)), random, clock);
        private final Deadlines deadlines = new Deadlines(clock::nanoTime);
        private final Queue queue = new Queue(store, new SendingLimits(20, 20, 20, 20), clock);
        private final Listener smtp;
        private final Listener submission;
        private final Listener pop3;
        private final Listener imap;

        private final Releases releases;

        Running() throws IOException {
            Notifications notifications =
                    new Notifications("localhost", store, directory, mailboxes, queue, random, clock);
            releases = new Releases(store, directory, mailboxes, queue, notifications, clock);
            Offer dsn = new Offer.DeliveryStatus();
            SmtpServer smtpServer = new SmtpServer(
                    SmtpServerConfig.named("localhost")
                            .withTls(TestCertificate::serverContext)
                            .with(ServiceProfile.INBOUND
                                    .with(new Offer.BinaryMime())
                                    .with(dsn)),
                    new InboundReception(
                            new ReceptionPolicy("localhost", true),
                            store,
                            directory,
                            mailboxes,
                            new SenderDomain(resolver, SenderDomain.Trust.UNLESS_CUT_OFF),
                            notifications,
                            clock),
                    clock);
            Pop3Server pop3Server = new Pop3Server(
                    new Pop3ServerConfig("localhost", Optional.of(TestCertificate::serverContext), true),
                    directory,
                    new Mechanisms(directory, "localhost", random, clock),
                    mailboxes,
                    account -> Deletion.EXPUNGE,
                    random,
                    clock);
            SmtpServer submissionServer = new SmtpServer(
                    SmtpServerConfig.named("localhost")
                            .withTls(TestCertificate::serverContext)
                            .with(ServiceProfile.submission(new Offer.Login(
                                            new SmtpLogins(new Mechanisms(directory, "localhost", random, clock), true),
                                            true))
                                    .with(dsn)
                                    .with(new Offer.BinaryMime())
                                    .with(new Offer.Priority())
                                    .with(new Offer.DeliverByTime(Duration.ofMinutes(1)))
                                    .with(new Offer.FutureRelease(Duration.ofDays(1), clock))),
                    new SubmissionReception(
                            "localhost",
                            store,
                            directory,
                            mailboxes,
                            new RecipientDomain(resolver, false),
                            queue,
                            notifications,
                            () -> {},
                            random,
                            clock),
                    clock);
            ImapServer imapServer = new ImapServer(
                    new ImapServerConfig("localhost", Optional.of(TestCertificate::serverContext), true),
                    directory,
                    new Mechanisms(directory, "localhost", random, clock),
                    mailboxes,
                    store.blobs(),
                    clock);
            smtp = listen(Service.SMTP, smtpServer::handle);
            submission = listen(Service.SUBMISSION, submissionServer::handle);
            pop3 = listen(Service.POP3, pop3Server::handle);
            imap = listen(Service.IMAP, imapServer::handle);
        }

        private Listener listen(Service service, Listener.Handler handler) throws IOException {
            return Listener.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    ListenerOptions.named(service.word(), "no "),
                    deadlines,
                    WireLogs.of(wire, service),
                    handler);
        }

        void stop() throws IOException {
            for (Listener listener : List.of(smtp, submission, pop3, imap)) {
                listener.close();
                faults.addAll(listener.faults());
            }
            deadlines.close();
            resolver.close();
            directory.close();
            store.close();
        }

        Listener listener(String service) {
            return switch (service) {
                case "pop3" -> pop3;
                case "imap" -> imap;
                case "submission" -> submission;
                default -> smtp;
            };
        }

        Account account(String name) {
            AccountEntry entry = directory.account(name + "@example.test").orElseThrow();
            return mailboxes.account(new AccountId(entry.number()));
        }
    }

    @Override
    public void given(List<String> words) throws Exception {
        if (!words.getFirst().equals("messages")) {
            throw new IllegalArgumentException("there is no 'given " + words.getFirst() + "' here, only messages");
        }
        int count = Integer.parseInt(words.get(2));
        Account account = running.account(words.get(1));
        for (int i = 0; i < count; i++) {
            byte[] bytes = ("Subject: " + i + "\r\n\r\nhello\r\n").getBytes(StandardCharsets.US_ASCII);
            try (BlobDraft draft = running.store.blobs().draft()) {
                draft.write(bytes, 0, bytes.length);
                draft.finish();
                assertThat(account.append(
                                        account.inbox(), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                                .await())
                        .isInstanceOf(AppendResult.Appended.class);
            }
        }
        ledger.arrived(words.get(1), count);
    }

    @Override
    public Dialogue connect(List<String> as, boolean tls) throws IOException {
        arming.ifPresent(Runnable::run);
        arming = Optional.empty();
        Listener listener = running.listener(as.isEmpty() ? "" : as.getFirst());
        LinkDialogue dialogue = new LinkDialogue(SocketLink.connect(listener.address(), PATIENCE));
        Ledger.Listening session = ledger.listening(as.contains(Service.IMAP.word()));
        return new Dialogue() {
            @Override
            public void send(byte[] bytes) throws IOException {
                session.client(bytes);
                dialogue.send(bytes);
            }

            @Override
            public int read(byte[] into) throws IOException {
                int count = dialogue.read(into);
                session.server(into, Math.max(0, count));
                return count;
            }

            @Override
            public void startTls() throws IOException {
                dialogue.startTls();
            }

            @Override
            public void close() {
                dialogue.close();
            }
        };
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
        Optional<Instant> next = running.releases.run();
        releasePutOff |= disk.hasFailed() && next.isPresent();
    }

    @Override
    public void perform(String word, List<String> arguments, String block) throws Exception {
        switch (word) {
            case "stored" -> assertThat(messages(arguments.getFirst())).isEqualTo(Long.parseLong(arguments.get(1)));
            case "queued" -> assertThat(queued()).isEqualTo(Long.parseLong(arguments.getFirst()));
            default -> throw new IllegalArgumentException("there is no '" + word + "' here, only stored and queued");
        }
    }

    private long queued() throws IOException {
        assertThat(running.queue.check()).isEmpty();
        return running.queue.inOrder(QUEUED_MAX).size();
    }

    private long messages(String name) throws IOException {
        Account account = running.account(name);
        assertThat(account.check()).isEmpty();
        return account.view(account.inbox()).orElseThrow().size();
    }

    @Override
    public void restart() throws IOException {
        running.stop();
        running = new Running();
    }

    /** Starts again on a disk that works, and compares what is there with what clients were told. */
    void verify() throws IOException {
        failed = disk.hasFailed();
        disk.heal();
        restart();
        // Whatever is held back is released then, as clients were told.
        clock.advance(Duration.ofDays(1));
        assertThat(running.releases.run()).isEmpty();
        for (String name : NAMES) {
            assertThat(messages(name)).as("messages of %s", name).isBetween(ledger.least(name), ledger.most(name));
        }
        assertThat(queued()).as("queue").isBetween(ledger.least(Ledger.QUEUE), ledger.most(Ledger.QUEUE));
        assertThat(running.store.check(CheckDepth.BYTES).damage()).isEmpty();
    }

    @Override
    public List<Throwable> faults() {
        return faults;
    }

    @Override
    public void close() throws IOException {
        running.stop();
    }
}
