package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.mailbox.Mail.ALICE;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;

/** Everything that can be done to an account, in random order, compared with the {@link Model}. Blocks are small, so folds are frequent. */
final class RandomAccount {
    private static final List<Flag> FLAGS =
            List.of(Flag.SEEN, Flag.DELETED, Flag.FLAGGED, Flag.of("$Forwarded"), Flag.of("Later"));

    private final Model model = new Model();
    private final Map<MailboxId, TreeMap<Long, Set<Flag>>> client = new HashMap<>();
    private final Random random;
    private ModSeq clientAt = ModSeq.ZERO;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private long nextId = 1;
    private int names;

    RandomAccount(long seed) {
        random = new Random(seed);
    }

    void run(Store store, int steps) throws StoreException {
        InstantSource clock = () -> now;
        Packing packing = new Packing(
                8 + random.nextInt(50), 2 + random.nextInt(10), 4 + random.nextInt(30), 1 + random.nextInt(3));
        Settings settings = new Settings(100_000, Duration.ofDays(7), 1_000, random.nextBoolean() ? 0 : 100_000);
        Mailboxes mailboxes = new Mailboxes(store, clock, settings, packing);
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
        Account account = mailboxes.account(ALICE);
        for (Mailbox mailbox : account.mailboxes()) {
            model.box(mailbox.id());
        }
        for (int step = 0; step < steps; step++) {
            now = now.plusMillis(random.nextInt(2_000));
            step(store, account);
            if (step % 25 == 0) {
                model.assertSame(account);
                sync(account);
            }
            if (step % 250 == 0) {
                assertThat(account.check()).isEmpty();
            }
        }
        model.assertSame(account);
        sync(account);
        assertThat(account.check()).isEmpty();
        assertThat(store.check(CheckDepth.KEYS).damage()).isEmpty();
        assertSame(store);
    }

    /** What is in the store, read anew, is what the model says. */
    void assertSame(Store store) throws StoreException {
        Account account = new Mailboxes(store, () -> now).account(ALICE);
        model.assertSame(account);
        assertThat(account.check()).isEmpty();
    }

    private void step(Store store, Account account) throws StoreException {
        MailboxId mailbox = any(account);
        MailboxId other = any(account);
        UidSet uids = uids(mailbox);
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> appendSome(store, account, mailbox);
            case 6, 7, 8, 9 -> flags(account, mailbox, uids);
            case 10, 11 ->
                assertThat(account.expunge(mailbox, uids))
                        .extracting(result -> ((ExpungeResult.Expunged) result).uids())
                        .isEqualTo(model.expunge(mailbox, uids, _ -> true));
            case 12 ->
                assertThat(account.expungeDeleted(mailbox, UidSet.ALL))
                        .extracting(result -> ((ExpungeResult.Expunged) result).uids())
                        .isEqualTo(model.expunge(
                                mailbox, UidSet.ALL, item -> item.flags().contains(Flag.DELETED)));
            case 13 -> {
                UidSet given = model.transfer(mailbox, uids, other, nextId);
                nextId += given.size();
                assertThat(((CopyResult.Copied) account.copy(mailbox, uids, other)).to())
                        .isEqualTo(given);
            }
            case 14 -> {
                UidSet given = model.transfer(mailbox, uids, other, 0);
                assertThat(((CopyResult.Copied) account.move(mailbox, uids, other)).to())
                        .isEqualTo(given);
            }
            case 15 -> create(account);
            case 16 -> deleteOrRename(account, mailbox);
            case 17 -> restore(account);
            case 18 -> purge(account);
            default -> failing(store, account, mailbox, uids);
        }
    }

    private MailboxId any(Account account) throws StoreException {
        List<Mailbox> all = account.mailboxes();
        return random.nextBoolean()
                ? MailboxId.INBOX
                : all.get(random.nextInt(all.size())).id();
    }

    private UidSet uids(MailboxId mailbox) {
        long next = model.box(mailbox).uidNext;
        UidSet.Builder uids = new UidSet.Builder();
        long uid = 1 + random.nextLong(next);
        for (int ranges = 1 + random.nextInt(4); ranges > 0; ranges--) {
            long length = random.nextInt(4) == 0 ? random.nextInt(60) : random.nextInt(3);
            uids.add(uid, uid + length);
            uid += length + 2 + random.nextInt(30);
        }
        return uids.build();
    }

    private void appendSome(Store store, Account account, MailboxId mailbox) throws StoreException {
        List<BlobDraft> drafts = new ArrayList<>();
        List<Pending<AppendResult>> pending = new ArrayList<>();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            BlobDraft draft = Mail.draft(store, "message " + random.nextInt(500));
            drafts.add(draft);
            Set<Flag> flags = random.nextInt(3) == 0 ? Set.of(FLAGS.get(random.nextInt(FLAGS.size()))) : Set.of();
            pending.add(account.append(mailbox, new NewMessage(draft, new byte[] {1, 2}, now, flags)));
            model.append(mailbox, nextId++, draft.size() + 2, flags);
        }
        for (Pending<AppendResult> each : pending) {
            Mail.appended(each.await());
        }
        drafts.forEach(BlobDraft::close);
    }

    private void flags(Account account, MailboxId mailbox, UidSet uids) throws StoreException {
        FlagChange.How how = List.of(FlagChange.How.values()).get(random.nextInt(3));
        FlagChange change = new FlagChange(how, Set.of(FLAGS.get(random.nextInt(FLAGS.size()))));
        FlagsResult.Changed result = (FlagsResult.Changed) account.flags(mailbox, uids, change);
        assertThat(result.changed()).isEqualTo(model.flags(mailbox, uids, change));
    }

    private void create(Account account) throws StoreException {
        List<Mailbox> all = account.mailboxes();
        if (all.size() < 15) {
            MailboxName parent = all.get(random.nextInt(all.size())).name();
            MailboxName name = MailboxName.of(parent + "/box" + names++);
            assertThat(account.create(name)).isInstanceOf(MailboxResult.Done.class);
            model.box(account.find(name).orElseThrow());
        }
    }

    private void deleteOrRename(Account account, MailboxId mailbox) throws StoreException {
        MailboxName name = account.mailbox(mailbox).orElseThrow().name();
        if (name.isInbox()) {
            MailboxName target = MailboxName.of("from inbox " + names++);
            MailboxId made = ((MailboxResult.Done) account.rename(name, target)).mailbox();
            model.transfer(MailboxId.INBOX, UidSet.ALL, made, 0);
        } else if (random.nextBoolean()) {
            account.rename(name, MailboxName.of("renamed " + names++));
        } else if (account.delete(name) instanceof MailboxResult.Done) {
            model.delete(mailbox);
        }
    }

    private void restore(Account account) throws StoreException {
        List<Removed> history = account.history(Instant.EPOCH, 10_000);
        assertThat(history).hasSize(model.history.size());
        Set<MessageId> wanted = new HashSet<>();
        for (int i = 0; i < 5 && !history.isEmpty(); i++) {
            wanted.add(history.get(random.nextInt(history.size())).message().id());
        }
        model.restore(history, wanted);
        assertThat(account.restore(wanted)).isEqualTo(new RestoreResult.Restored(wanted));
    }

    private void purge(Account account) throws StoreException {
        Instant before = now.minus(Duration.ofSeconds(random.nextInt(300)));
        List<Removed> old = account.history(Instant.EPOCH, 10_000).stream()
                .filter(removed -> removed.expunged().isBefore(before))
                .toList();
        old.forEach(removed -> model.history.remove(removed.message().id().number()));
        assertThat(account.purge(before)).isEqualTo(old.size());
    }

    /** A commit that fails leaves nothing behind. */
    private void failing(Store store, Account account, MailboxId mailbox, UidSet uids) throws StoreException {
        if (!(store instanceof MemoryStore memory)) {
            return;
        }
        memory.hold();
        memory.failNext(new StoreFull("the test's disk is full"));
        List<Pending<AppendResult>> lost = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            try (BlobDraft draft = Mail.draft(store, "lost " + i)) {
                lost.add(account.append(mailbox, new NewMessage(draft, new byte[0], Mail.RECEIVED, Set.of())));
            }
        }
        memory.release();
        for (Pending<AppendResult> each : lost) {
            assertThatThrownBy(each::await).isInstanceOf(StoreFull.class);
        }
        memory.failNext(new StoreFull("the test's disk is full"));
        try {
            account.expunge(mailbox, uids);
        } catch (StoreFull expected) {
            return;
        }
        // Nothing was there to be expunged, so nothing was to be written: the fault is still to come.
        try {
            account.setQuota(Quota.UNLIMITED);
        } catch (StoreFull expected) {
            return;
        }
        throw new AssertionError("the fault did not come");
    }

    /** A client that knows only what the change log told it, and asks for the flags of what it names. */
    private void sync(Account account) throws StoreException {
        boolean more = true;
        while (more) {
            Changes.Page page = (Changes.Page) account.changesSince(clientAt, 7);
            for (Change change : page.changes()) {
                follow(account, change);
            }
            clientAt = page.upTo();
            more = page.more();
        }
        for (Mailbox mailbox : account.mailboxes()) {
            TreeMap<Long, Set<Flag>> expected = new TreeMap<>();
            model.box(mailbox.id()).items.forEach((uid, item) -> expected.put(uid, item.flags()));
            assertThat(client.get(mailbox.id())).isEqualTo(expected);
        }
        assertThat(client).hasSameSizeAs(account.mailboxes());
    }

    private void follow(Account account, Change change) throws StoreException {
        switch (change) {
            case Change.MailboxCreated created -> client.put(created.mailbox(), new TreeMap<>());
            case Change.MailboxDeleted deleted -> client.remove(deleted.mailbox());
            case Change.MailboxChanged changed -> assertThat(client).containsKey(changed.mailbox());
            case Change.Messages messages -> {
                TreeMap<Long, Set<Flag>> known = Objects.requireNonNull(client.get(messages.mailbox()));
                if (messages.kind() == Change.Kind.EXPUNGED) {
                    known.keySet().removeIf(uid -> messages.uids().contains(uid));
                    return;
                }
                if (account.view(messages.mailbox()).isEmpty()) {
                    return;
                }
                MailboxView view = Mail.view(account, messages.mailbox());
                for (Change.Run run : messages.runs()) {
                    for (int i = 0; i < run.count(); i++) {
                        OptionalInt index = view.indexOf(new Uid(run.uid() + i));
                        if (index.isPresent()) {
                            Message message = view.at(index.getAsInt());
                            assertThat(message.id().number()).isEqualTo(run.id() + i);
                            known.put(run.uid() + i, message.flags());
                        }
                    }
                }
            }
        }
    }
}
