package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pennypost.imap.ModelClient.Entry;
import org.pennypost.imap.session.ImapService;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Settings;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/** A server, its clients, and what the model says is there. {@link ModelSteps} are what happens in it. */
final class ModelWorld implements AutoCloseable {
    static final byte[] MESSAGE = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final AccountId ACCOUNT = new AccountId(Partition.FIRST_ACCOUNT);

    final List<String> log = new ArrayList<>();
    final List<ModelMailbox> mailboxes = new ArrayList<>();
    final List<ModelClient> clients = new ArrayList<>();
    final ModelDisk disk;
    private final FakeClock clock = new FakeClock();
    private final Settings settings;
    private final ImapLimits limits;
    private Mailboxes server;
    private ImapService service;
    private int names;

    /** @param folder where the disk is; none for a world in memory */
    ModelWorld(Gen gen, Optional<Path> folder) throws IOException {
        this.disk = folder.isPresent() ? new ModelDisk.Folder(folder.get()) : new ModelDisk.Memory(clock);
        // Some servers forget soon what was expunged: once in a while the log is pruned, by a thousand changes.
        this.settings = new Settings(gen.onceIn(2) ? 1 : 100_000, Duration.ofDays(1), 1_000, 10_000_000);
        this.limits = gen.onceIn(4) ? ImapLimits.DEFAULT.withGhostsMax(gen.number(0, 3)) : ImapLimits.DEFAULT;
        this.server = new Mailboxes(disk.store(), clock, settings);
        server.createAccount(ACCOUNT, Quota.UNLIMITED);
        this.service = LocalSession.service(server, disk.store(), clock, limits);
        for (String name : List.of("INBOX", "Sent", "Trash")) {
            mailboxes.add(new ModelMailbox(name));
        }
        int count = gen.number(1, 8);
        for (int i = 0; i < count; i++) {
            clients.add(new ModelClient("" + (char) ('A' + i), service, gen.oneOf(mailboxes), gen.onceIn(2), log));
        }
    }

    Account account() {
        return server.account(ACCOUNT);
    }

    MailboxId id(ModelMailbox mailbox) throws IOException {
        return account().find(MailboxName.of(mailbox.name)).orElseThrow();
    }

    /** A name that no mailbox has had. */
    String newName() {
        return "N" + names++;
    }

    void deliver(ModelMailbox target) throws IOException {
        log.add("delivery to " + target.name);
        try (BlobDraft draft = disk.store().blobs().draft()) {
            draft.write(MESSAGE, 0, MESSAGE.length);
            draft.finish();
            account()
                    .append(id(target), new NewMessage(draft, new byte[0], clock.instant(), Set.of()))
                    .await();
        }
        target.add(Set.of());
    }

    /** The client's connection breaks, and it comes back to its mailbox; if that is gone, to one of its name, or another one. */
    void comeBack(ModelClient client) throws IOException {
        ModelMailbox here = client.mailbox;
        if (!mailboxes.contains(here)) {
            String name = here.name;
            here = mailboxes.stream()
                    .filter(each -> each.name.equals(name))
                    .findFirst()
                    .orElse(mailboxes.getFirst());
        }
        client.comeBack(service, here);
        compare(client, true);
    }

    /** The server ends and starts again. */
    void restart() throws IOException {
        server = new Mailboxes(disk.store(), clock, settings);
        service = LocalSession.service(server, disk.store(), clock, limits);
        for (ModelClient client : clients) {
            comeBack(client);
        }
    }

    /** Whether a client that must not be told of expunged messages may be told of nothing at all. */
    boolean isSoonSilent() {
        return limits.ghostsMax() < ImapLimits.DEFAULT.ghostsMax();
    }

    /** All that is there the client has, with the same flags; and nothing else, if it was told all. */
    void compare(ModelClient client, boolean told) throws IOException {
        client.fetchUnknown();
        Map<Long, Set<String>> there = client.mailbox.messages;
        Iterator<Map.Entry<Long, Set<String>>> expected = there.entrySet().iterator();
        boolean same = there.size() == client.entries.size();
        for (int i = 0; same && i < client.entries.size(); i++) {
            Entry entry = client.entries.get(i);
            Map.Entry<Long, Set<String>> message = expected.next();
            same = message.getKey() == entry.uid && message.getValue().equals(entry.flags);
        }
        if (!same) {
            compareEach(client, told);
        }
    }

    private static void compareEach(ModelClient client, boolean told) {
        Map<Long, Set<String>> there = client.mailbox.messages;
        List<Long> known = new ArrayList<>();
        for (Entry entry : client.entries) {
            known.add(entry.uid);
            Set<String> flags = there.get(entry.uid);
            if (flags != null && !flags.equals(entry.flags)) {
                assertThat(entry.flags).as("flags of UID %s", entry.uid).isEqualTo(flags);
            }
        }
        if (known.equals(List.copyOf(there.keySet()))) {
            return;
        }
        assertThat(told)
                .as("%s was told everything, and knows %s instead of %s", client, known, there.keySet())
                .isFalse();
        assertThat(known)
                .as("messages, by rising UID")
                .isSorted()
                .doesNotHaveDuplicates()
                .containsAll(there.keySet());
    }

    /** At the end all clients are told all, and the server has what the model has, in order. */
    void end() throws IOException {
        for (ModelClient client : clients) {
            if (client.deserted) {
                client.hearsThatItsMailboxIsGone();
                comeBack(client);
            }
            client.say("NOOP");
            compare(client, true);
        }
        for (ModelMailbox mailbox : mailboxes) {
            Set<Long> uids = new TreeSet<>();
            account()
                    .view(id(mailbox))
                    .orElseThrow()
                    .forEach(message -> uids.add(message.uid().number()));
            assertThat(uids).isEqualTo(mailbox.messages.keySet());
        }
        assertThat(account().check()).isEmpty();
    }

    @Override
    public void close() throws StoreException {
        disk.close();
    }
}
