package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.testing.WatchedStore;
import org.pennypost.testkit.Carrier;
import org.pennypost.testkit.FakeClock;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Link;
import org.pennypost.wire.testing.Backstage;
import org.pennypost.wire.testing.TestCertificate;

/** One account, alice with the password "secret", and a server for it. Other names and passwords are wrong. */
public final class World implements AutoCloseable {
    private static final long PREFIX_OCTETS = "Return-Path: <>\r\n".length();

    private final Backstage backstage = new Backstage(Carrier.MEMORY, 110);
    private final FakeClock clock = backstage.clock();
    private final WatchedStore store = new WatchedStore();
    private final Mailboxes mailboxes = new Mailboxes(store, clock);
    private final Pop3ServerConfig config =
            new Pop3ServerConfig("mail.example.test", Optional.of(TestCertificate::serverContext), true);
    private final StageDirectory directory = new StageDirectory();
    private final Random random = new Random(1);
    private final Site site = new Site(
            config,
            directory,
            new Mechanisms(directory, "mail.example.test", random, clock),
            mailboxes,
            who -> Deletion.EXPUNGE,
            new MaildropLocks(),
            new LoginDelays(Duration.ZERO),
            clock);
    private final Pop3Server server = new Pop3Server(site, random, failures -> {});

    public World() throws StoreException {
        mailboxes.createAccount(new AccountId(Partition.FIRST_ACCOUNT), Quota.UNLIMITED);
        directory.add("alice", Partition.FIRST_ACCOUNT, "secret", true);
    }

    WatchedStore store() {
        return store;
    }

    Account alice() {
        return mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
    }

    /** Delivers to alice, with a Return-Path before it. */
    public void deliver(String message) throws StoreException {
        deliver(message.getBytes(StandardCharsets.UTF_8));
    }

    /** @return how many octets it has in the mailbox */
    public long deliver(byte[] message) throws StoreException {
        Account alice = alice();
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(message, 0, message.length);
            draft.finish();
            byte[] prefix = "Return-Path: <>\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(alice.append(alice.inbox(), new NewMessage(draft, prefix, clock.instant(), Set.of()))
                            .await())
                    .isInstanceOf(AppendResult.Appended.class);
        }
        return PREFIX_OCTETS + message.length;
    }

    /** A session without its connection. */
    Pop3Session session() {
        return new Pop3Session(site, InetAddress.getLoopbackAddress(), Optional.empty(), "<1@mail.example.test>");
    }

    /** A session that takes messages as they are and has logged in. */
    Pop3Session loggedIn() throws StoreException {
        Pop3Session session = session();
        assertThat(said(session, "UTF8")).isInstanceOf(org.pennypost.pop3.Outcome.Ok.class);
        assertThat(said(session, "USER alice")).isInstanceOf(org.pennypost.pop3.Outcome.Ok.class);
        assertThat(said(session, "PASS secret")).isInstanceOf(org.pennypost.pop3.Outcome.Ok.class);
        return session;
    }

    static org.pennypost.pop3.Outcome said(Pop3Session session, String line) throws StoreException {
        return session.handle(line.getBytes(StandardCharsets.UTF_8));
    }

    /** The client's end of a connection to the server. */
    public Link connect() {
        return backstage.link(server::handle);
    }

    /** For the client's end: its clock stands still. */
    public Deadlines deadlines() {
        return backstage.deadlines();
    }

    /** How many messages alice has. */
    public int left() throws StoreException {
        return alice().view(alice().inbox()).orElseThrow().size();
    }

    @Override
    public void close() throws StoreException {
        backstage.close();
        assertThat(backstage.faults()).isEmpty();
        assertThat(alice().check()).isEmpty();
        store.close();
    }
}
