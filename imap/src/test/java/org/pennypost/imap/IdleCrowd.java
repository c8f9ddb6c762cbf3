package org.pennypost.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
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
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.Listener;
import org.pennypost.wire.ListenerOptions;
import org.pennypost.wire.WireLog;

/** A server with one mailbox, and crowds of clients on real sockets, plain: some in IDLE on that mailbox, some that were greeted and wait. One owner. */
final class IdleCrowd implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 20_000;

    private final MemoryStore store = new MemoryStore();
    private final Mailboxes mailboxes = new Mailboxes(store, InstantSource.system());
    private final Account account;
    private final Deadlines deadlines = new Deadlines(System::nanoTime);
    private final Listener listener;
    private final List<SocketChannel> idle = new ArrayList<>();
    private final List<SocketChannel> greeted = new ArrayList<>();
    private final Selector hearing = Selector.open();
    private final ByteBuffer heard = ByteBuffer.allocate(64 << 10);

    /** What a client was told and nobody has asked for yet. */
    private static final class Ear {
        private String unread = "";
    }

    IdleCrowd() throws IOException {
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
                        .with(AdmissionLimits.of(CONNECTIONS_MAX, CONNECTIONS_MAX)),
                deadlines,
                link -> WireLog.NONE,
                server::handle);
    }

    /** So many more clients select the mailbox and wait in IDLE. */
    void idle(int many) throws IOException {
        for (int i = 0; i < many; i++) {
            SocketChannel channel = connect();
            say(channel, "a LOGIN alice secret", "a OK");
            say(channel, "b SELECT INBOX", "b OK");
            say(channel, "c IDLE", "+ ");
            channel.configureBlocking(false);
            channel.register(hearing, SelectionKey.OP_READ, new Ear());
            idle.add(channel);
        }
    }

    /** So many more clients hear the greeting. */
    void greet(int many) throws IOException {
        for (int i = 0; i < many; i++) {
            greeted.add(connect());
        }
    }

    private SocketChannel connect() throws IOException {
        SocketAddress address = listener.address();
        SocketChannel channel = SocketChannel.open(address);
        until(channel, "* OK");
        return channel;
    }

    private void say(SocketChannel channel, String line, String answer) throws IOException {
        channel.write(ByteBuffer.wrap((line + "\r\n").getBytes(US_ASCII)));
        until(channel, answer);
    }

    /** Reads up to the end of the line that begins so. */
    private void until(SocketChannel channel, String beginning) throws IOException {
        heard.clear();
        while (!("\n" + text()).matches("(?s).*\n" + Pattern.quote(beginning) + "[^\n]*\n")) {
            if (channel.read(heard) < 0) {
                throw new IOException("cut off behind " + text());
            }
        }
    }

    private String text() {
        return new String(heard.array(), 0, heard.position(), US_ASCII);
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

    /** Returns when each client in IDLE was told that so many messages are there; throws if one is cut off. */
    void untilAllAreTold(int messages) throws IOException {
        String wanted = "* " + messages + " EXISTS\r\n";
        int left = idle.size();
        while (left > 0) {
            hearing.select();
            for (SelectionKey key : hearing.selectedKeys()) {
                if (hears(key, wanted)) {
                    left--;
                }
            }
            hearing.selectedKeys().clear();
        }
    }

    private boolean hears(SelectionKey key, String wanted) throws IOException {
        heard.clear();
        if (((SocketChannel) key.channel()).read(heard) < 0) {
            throw new IOException("cut off in IDLE");
        }
        Ear ear = (Ear) key.attachment();
        String said = ear.unread + text();
        int at = said.indexOf(wanted);
        ear.unread = at < 0 ? said : said.substring(at + wanted.length());
        return at >= 0;
    }

    /** Each client ends its IDLE. */
    void done() throws IOException {
        hearing.close();
        for (SocketChannel each : idle) {
            each.configureBlocking(true);
            say(each, "DONE", "c OK");
        }
    }

    /** How many the server holds. */
    int held() {
        return listener.connections();
    }

    /** Heap and direct buffers that are in use after a collection, the clients' ends in them. */
    static long usedBytes() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() throws IOException {
        hearing.close();
        for (SocketChannel each : idle) {
            each.close();
        }
        for (SocketChannel each : greeted) {
            each.close();
        }
        listener.close();
        store.close();
    }
}
