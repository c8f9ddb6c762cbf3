package org.pennypost.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.pennypost.delivery.InboundReception;
import org.pennypost.delivery.Notifications;
import org.pennypost.delivery.ReceptionPolicy;
import org.pennypost.delivery.RecipientDomain;
import org.pennypost.delivery.Releases;
import org.pennypost.delivery.SenderDomain;
import org.pennypost.delivery.SubmissionReception;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.directory.DirectoryOptions;
import org.pennypost.directory.RemovedAccount;
import org.pennypost.dns.Nameservers;
import org.pennypost.dns.Resolver;
import org.pennypost.dns.ResolverConfig;
import org.pennypost.imap.ImapLimits;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.server.ImapServerConfig;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.TextIndex;
import org.pennypost.pop3.Deletion;
import org.pennypost.pop3.Pop3Server;
import org.pennypost.pop3.Pop3ServerConfig;
import org.pennypost.queue.Queue;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.search.SearchIndexes;
import org.pennypost.search.SearchOptions;
import org.pennypost.server.admin.Administration;
import org.pennypost.server.admin.MailSpace;
import org.pennypost.server.admin.ServerControl;
import org.pennypost.server.certificates.CertificateProblem;
import org.pennypost.server.certificates.ClientCertificates;
import org.pennypost.server.certificates.ServerTls;
import org.pennypost.server.config.Configuration;
import org.pennypost.server.config.Service;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.SmtpLimits;
import org.pennypost.smtp.server.RefusingServer;
import org.pennypost.smtp.server.SmtpServer;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.EmbeddedStore;
import org.pennypost.wire.BusyThreads;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every constructor call of the server, in one place and in the order of what needs what. */
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /** How far ahead the release of a message may lie (RFC 4865): a year. */
    private static final Duration HELD_BACK_MAX = Duration.ofDays(365);

    /** The shortest time in which a message can be asked to be delivered or given back (RFC 2852). */
    private static final Duration DELIVER_BY_MIN = Duration.ofMinutes(1);

    private final Opened opened;
    private final EmbeddedStore store;
    private final SecureRandom random = new SecureRandom();
    private final Directory directory;
    private final Optional<SearchIndexes> search;
    private final Mailboxes mailboxes;
    private final Resolver resolver;
    private final Deadlines deadlines;
    private final BusyThreads busyThreads;
    private final SSLContext tls;
    private final SSLContext loginTls;
    private final Mechanisms mechanisms;
    private final Housekeeping housekeeping;
    private final Queue queue;
    private final Notifications notifications;
    private final Releases releases;
    private final ReleaseClock releaseClock;
    private final SmtpServer smtp;
    private final SmtpServer submission;
    private final SmtpServer lmtp;
    private final RefusingServer refusing;
    private final boolean takesMail;
    private final Pop3Server pop3;
    private final ImapServer imap;

    private Wiring(Configuration configuration, Opened opened, InstantSource clock)
            throws StoreException, CertificateProblem {
        this.opened = opened;
        ServerTls.Opening opening = opened.add(
                ServerTls.begin(
                        configuration.certificate(),
                        configuration.data().resolve("certificates"),
                        configuration.hostname(),
                        clock,
                        random),
                ServerTls.Opening::close);
        this.store = opened.add(EmbeddedStore.open(configuration.data()), Wiring::closeQuietly);
        this.search = configuration.searchIndex()
                ? Optional.of(opened.add(
                        SearchIndexes.open(configuration.data().resolve("search"), SearchOptions.DEFAULT),
                        SearchIndexes::close))
                : Optional.empty();
        this.mailboxes = new Mailboxes(
                store,
                clock,
                Settings.DEFAULT.withMailboxesMax(configuration.mailboxesMax()),
                search.isPresent() ? search.get() : TextIndex.NONE);
        this.directory = opened.add(
                Directory.open(
                        store, configuration.lab() ? DirectoryOptions.LAB : DirectoryOptions.DEFAULT, random, clock),
                Directory::close);
        ServerTls certificate = opening.await();
        this.tls = certificate.context();
        Mechanisms withPasswords = new Mechanisms(directory, configuration.hostname(), random, clock);
        if (configuration.clientLogins().isConfigured()) {
            ClientCertificates clients = ClientCertificates.of(configuration.clientLogins(), directory, clock);
            this.loginTls = certificate.asking(clients);
            this.mechanisms = withPasswords.withCertificates(clients);
        } else {
            this.loginTls = tls;
            this.mechanisms = withPasswords;
        }
        this.resolver = opened.add(
                new Resolver(
                        ResolverConfig.of(
                                configuration.dnsServers().isEmpty()
                                        ? Nameservers.system()
                                        : new Nameservers.Listed(configuration.dnsServers(), false)),
                        random,
                        clock),
                Resolver::close);
        this.deadlines = opened.add(Deadlines.start(), Deadlines::close);
        this.busyThreads = opened.add(new BusyThreads(Runtime.getRuntime().availableProcessors()), BusyThreads::close);
        this.housekeeping =
                opened.add(new Housekeeping(store, directory, mailboxes, search, clock), Housekeeping::close);
        this.queue = new Queue(store, configuration.limits().sending(), clock);
        this.notifications =
                new Notifications(configuration.hostname(), store, directory, mailboxes, queue, random, clock);
        this.releases = new Releases(store, directory, mailboxes, queue, notifications, clock);
        this.releaseClock = opened.add(new ReleaseClock(releases, clock), ReleaseClock::close);
        InboundReception reception = reception(configuration, clock);
        this.smtp = new SmtpServer(
                smtpConfig(configuration).with(incoming(ServiceProfile.INBOUND, configuration)), reception, clock);
        this.lmtp = new SmtpServer(
                smtpConfig(configuration).with(incoming(ServiceProfile.LMTP, configuration)), reception, clock);
        this.refusing = new RefusingServer(configuration.hostname());
        this.takesMail = configuration.incoming().taken();
        this.submission = submission(configuration, clock);
        this.pop3 = new Pop3Server(
                new Pop3ServerConfig(configuration.hostname(), Optional.of(() -> loginTls), configuration.lab())
                        .withLoginDelay(configuration.limits().popLoginDelay()),
                directory,
                mechanisms,
                mailboxes,
                this::popDeletion,
                random,
                clock);
        this.imap = new ImapServer(
                new ImapServerConfig(
                        configuration.hostname(),
                        Optional.of(() -> loginTls),
                        configuration.lab(),
                        ImapLimits.DEFAULT.withMessageBytesMax(
                                configuration.limits().messageBytesMax())),
                directory,
                mechanisms,
                mailboxes,
                store.blobs(),
                clock);
    }

    private Deletion popDeletion(Identity who) {
        return directory
                .account(who.address())
                .map(account -> switch (account.settings().popDeletion()) {
                    case DELETE -> Deletion.EXPUNGE;
                    case TRASH -> Deletion.TRASH;
                    case KEEP -> Deletion.KEEP;
                })
                .orElse(Deletion.EXPUNGE);
    }

    private static ServiceProfile incoming(ServiceProfile plain, Configuration configuration) {
        // What comes in stays here, and nobody reads it outside TLS: REQUIRETLS is kept.
        ServiceProfile profile = plain.with(new Offer.RequireTls()).with(new Offer.BinaryMime());
        // A report for a sender elsewhere only waits in the queue so far. Where DSN is not announced, the server in
        // front tells
        // its sender that it relayed the message (RFC 3461 §5.2.2), and nothing is lost.
        return configuration.lab() ? profile.with(new Offer.DeliveryStatus()) : profile;
    }

    private InboundReception reception(Configuration configuration, InstantSource clock) {
        SenderDomain senderDomain = new SenderDomain(
                resolver,
                believesResolver(configuration) ? SenderDomain.Trust.FULL : SenderDomain.Trust.UNLESS_CUT_OFF);
        return new InboundReception(
                new ReceptionPolicy(
                        configuration.hostname(),
                        configuration.lab(),
                        configuration.incoming().verified()),
                store,
                directory,
                mailboxes,
                senderDomain,
                notifications,
                clock);
    }

    /** A resolver that was named is believed; the one that the system happens to have may know nothing, as on a train. */
    private static boolean believesResolver(Configuration configuration) {
        return !configuration.lab() || !configuration.dnsServers().isEmpty();
    }

    private SmtpServer submission(Configuration configuration, InstantSource clock) {
        SmtpLogins logins = new SmtpLogins(mechanisms, configuration.lab());
        SubmissionReception reception = new SubmissionReception(
                configuration.hostname(),
                store,
                directory,
                mailboxes,
                new RecipientDomain(resolver, believesResolver(configuration)),
                queue,
                notifications,
                releaseClock::wake,
                random,
                clock);
        return new SmtpServer(
                smtpConfig(configuration)
                        .withTls(() -> loginTls)
                        .with(ServiceProfile.submission(new Offer.Login(logins, configuration.lab()))
                                .with(new Offer.DeliveryStatus())
                                .with(new Offer.BinaryMime())
                                .with(new Offer.Priority())
                                .with(new Offer.DeliverByTime(DELIVER_BY_MIN))
                                .with(new Offer.FutureRelease(HELD_BACK_MAX, clock))),
                reception,
                clock);
    }

    private SmtpServerConfig smtpConfig(Configuration configuration) {
        SmtpLimits limits = SmtpLimits.DEFAULT
                .withMessageBytesMax(configuration.limits().messageBytesMax())
                .withRecipientsMax(configuration.limits().recipientsMax());
        return SmtpServerConfig.named(configuration.hostname()).with(limits).withTls(() -> tls);
    }

    /**
     * Opens the store, which nobody else may have open, and builds everything on it.
     *
     * @throws StartFailure if something is in the way; then nothing is left open
     */
    static Wiring open(Configuration configuration) throws StartFailure {
        Path data = configuration.data();
        Opened opened = new Opened();
        boolean complete = false;
        try {
            if (!Files.exists(data)) {
                makeFolder(data);
            }
            Wiring wiring = new Wiring(configuration, opened, InstantSource.system());
            complete = true;
            return wiring;
        } catch (IOException | CertificateProblem e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    private static void makeFolder(Path data) throws StartFailure {
        try {
            Files.createDirectories(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            // What the JDK's exceptions of files say is their path.
            throw new StartFailure("the data folder " + data + " cannot be made ("
                    + e.getClass().getSimpleName() + "); choose another place with --data");
        }
    }

    /** Finishes what a crash may have cut off: accounts without a place for mail, and mail without an account. */
    void cleanUp() throws StoreException {
        for (RemovedAccount removed : directory.removedAccounts()) {
            mailboxes.removeAccount(new AccountId(removed.number()));
            directory.forgetRemoved(removed.number());
        }
        for (AccountEntry account : directory.accounts()) {
            if (!mailboxes.hasAccount(new AccountId(account.number()))) {
                MailSpace.make(mailboxes, account);
            }
        }
    }

    /** Begins what goes on beside the serving. A command that only wants the store open does without. */
    void startHousekeeping() {
        housekeeping.start();
        releaseClock.start();
        if (search.isPresent()) {
            Set<AccountId> accounts = directory.accounts().stream()
                    .map(account -> new AccountId(account.number()))
                    .collect(Collectors.toSet());
            search.get().removeAllBut(accounts);
            accounts.forEach(account -> search.get().follow(mailboxes.account(account)));
        }
    }

    Listener.Handler handler(Service service) {
        return switch (service) {
            case SMTP -> takesMail ? smtp::handle : refusing::handle;
            case SUBMISSION, SUBMISSIONS -> submission::handle;
            case LMTP -> lmtp::handle;
            case POP3, POP3S -> pop3::handle;
            case IMAP, IMAPS -> imap::handle;
        };
    }

    Directory directory() {
        return directory;
    }

    Mailboxes mailboxes() {
        return mailboxes;
    }

    SecureRandom random() {
        return random;
    }

    BusyThreads busyThreads() {
        return busyThreads;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** The context with which a service begins that is inside TLS at once. */
    SSLContext tls(Service service) {
        return switch (service) {
            case SMTP, LMTP -> tls;
            case SUBMISSION, SUBMISSIONS, POP3, POP3S, IMAP, IMAPS -> loginTls;
        };
    }

    Administration administration(Optional<ServerControl> control) {
        return new Administration(store, directory, mailboxes, queue, releases, search, random, control);
    }

    void close() {
        opened.close();
    }

    private static void closeQuietly(Store store) {
        try {
            store.close();
        } catch (StoreException e) {
            LOG.atError()
                    .setCause(e)
                    .log("the store did not close as it should; what was acknowledged is durable all the same");
        }
    }
}
