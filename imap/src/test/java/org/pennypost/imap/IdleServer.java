package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.server.ImapServerConfig;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.Outcome;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.wire.AdmissionLimits;
import org.pennypost.wire.BusyThreads;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Listener;
import org.pennypost.wire.ListenerOptions;
import org.pennypost.wire.WireLog;

/** A server with one mailbox on a real socket, plain, for crowds. One owner. */
final class IdleServer implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 20_000;

    private final MemoryStore store = new MemoryStore();
    private final Mailboxes mailboxes = new Mailboxes(store, InstantSource.system());
    private final Account account;
    private final Deadlines deadlines = new Deadlines(System::nanoTime);
    private final Listener listener;

    IdleServer() throws IOException {
        this(BusyThreads.none());
    }

    /** @param busy for clients that ask one thing right behind another */
    IdleServer(BusyThreads busy) throws IOException {
        AccountId owner = new AccountId(1_000);
        mailboxes.createAccount(owner, Quota.UNLIMITED);
        account = mailboxes.account(owner);
        Outcome alice = new Outcome.Accepted(new Identity("alice@example.test", owner.number()));
        Authenticator everybody = (name, password, peer) -> alice;
        ImapServer server = new ImapServer(
                new ImapServerConfig(
                        "mail.example.test",
                        Optional.empty(),
                        true,
                        ImapLimits.DEFAULT.withSessionsPerAccountMax(CONNECTIONS_MAX)),
                everybody,
                new Mechanisms(everybody, "mail.example.test", new Random(1), InstantSource.system()),
                mailboxes,
                store.blobs(),
                InstantSource.system(),
                failures -> {});
        listener = Listener.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ListenerOptions.named("imap", "* BYE too many\r\n")
                        .with(AdmissionLimits.of(CONNECTIONS_MAX, CONNECTIONS_MAX))
                        .withBusyThreads(busy),
                deadlines,
                link -> WireLog.NONE,
                server::handle);
    }

    /** Where it listens, on the loopback. */
    int port() {
        return listener.address().getPort();
    }

    /** A message comes; durable when this returns. */
    void deliver() throws IOException {
        byte[] message = "Subject: news\r\n\r\nhello\r\n".getBytes(US_ASCII);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(message, 0, message.length);
            draft.finish();
            account.append(account.inbox(), new NewMessage(draft, new byte[0], Instant.EPOCH, Set.of()))
                    .await();
        }
    }

    /** How many the server holds. */
    int held() {
        return listener.connections();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        store.close();
    }
}
