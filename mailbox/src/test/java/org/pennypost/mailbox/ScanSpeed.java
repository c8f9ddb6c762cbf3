package org.pennypost.mailbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.EmbeddedStore;

/** Measures a large mailbox on the durable store: {@code ScanSpeed FOLDER [MESSAGES]}. The table in docs/mailbox.md is its output. */
public final class ScanSpeed {
    private static final int SESSIONS = 50;
    private static final int ROUNDS = 10;

    private static final AccountId OWNER = new AccountId(1_000);

    private final Store store;
    private final Mailboxes mailboxes;
    private final Account account;
    private final int messages;

    private ScanSpeed(Store store, int messages) {
        this.store = store;
        this.messages = messages;
        this.mailboxes = new Mailboxes(store, InstantSource.system());
        this.account = mailboxes.account(OWNER);
    }

    @FunctionalInterface
    private interface Step {
        long run() throws Exception;
    }

    /** @param args the folder for the store, and how many messages */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args[0]), "scan-speed");
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        try (Store store = EmbeddedStore.open(folder)) {
            new ScanSpeed(store, messages).run();
        }
    }

    private void run() throws Exception {
        mailboxes.createAccount(OWNER, Quota.UNLIMITED);
        MailboxId inbox = account.inbox();
        once("append of all, from " + SESSIONS + " sessions", this::deliver);
        best("view, nothing in memory", this::load);
        MailboxView view = Mail.view(account, inbox);
        System.out.printf(
                Locale.ROOT,
                "%-52s %9.1f bytes a message%n",
                "view in memory",
                (double) view.memoryBytes() / view.size());
        best("view, nothing changed", () -> Mail.view(account, inbox).size());
        best("STAT: count and octets", () -> Mail.view(account, inbox).octets());
        best("LIST: every size as text", () -> list(Mail.view(account, inbox)));
        best("UIDL: every id as text", () -> uidl(Mail.view(account, inbox)));
        best("UNSEEN: every flag", () -> unseen(Mail.view(account, inbox)));
        best("append of one and its view", () -> {
            append(1);
            return Mail.view(account, inbox).size();
        });
        Random random = new Random(1);
        best("flag on one and its view", () -> {
            UidSet one = UidSet.of(new Uid(1 + random.nextInt(messages)));
            flag(one, Flag.of("Key" + random.nextInt(5)));
            return Mail.view(account, inbox).size();
        });
        once("flag on all", () -> flag(UidSet.ALL, Flag.SEEN));
        once("view after it", () -> Mail.view(account, inbox).size());
        best("flag on all, again", () -> flag(UidSet.ALL, Flag.of("All" + random.nextInt(1_000_000))));
        once("flag on 10,000", () -> flag(Mail.uids(5_001, 15_000), Flag.DELETED));
        once("expunge of 10,000", () -> size(account.expungeDeleted(inbox, UidSet.ALL)));
        once("view after it", () -> Mail.view(account, inbox).size());
        MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
        once("copy of 10,000", () -> size(account.copy(inbox, Mail.uids(20_001, 30_000), archive)));
        once("move of 10,000", () -> size(account.move(inbox, Mail.uids(30_001, 40_000), archive)));
        once("1,000 flags on single messages, scattered", () -> {
            for (int i = 0; i < 1_000; i++) {
                flag(UidSet.of(new Uid(40_000 + random.nextInt(messages - 40_000))), Flag.of("K" + i % 7));
            }
            return 1_000;
        });
        best("view, nothing in memory, scattered changes", this::load);
        once("purge of 10,000", () -> account.purge(Instant.now().plusSeconds(1)));
        once("check", () -> account.check().size());
    }

    private long deliver() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(threads.submit(() -> {
                    append(messages / SESSIONS);
                    return null;
                }));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
        }
        return messages;
    }

    private void append(int count) throws StoreException {
        byte[] body = new byte[4_000];
        byte[] prefix = new byte[400];
        Random random = new Random();
        for (int i = 0; i < count; i++) {
            random.nextBytes(body);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(body, 0, 3_000 + random.nextInt(1_000));
                draft.finish();
                account.append(account.inbox(), new NewMessage(draft, prefix, Instant.now(), Set.of()))
                        .await();
            }
        }
    }

    private long load() throws StoreException {
        return Mail.view(new Mailboxes(store, InstantSource.system()).account(OWNER), MailboxId.INBOX)
                .size();
    }

    private static long list(MailboxView view) {
        StringBuilder text = new StringBuilder();
        for (MailboxView.Cursor each = view.cursor(0); each.next(); ) {
            text.append(each.index() + 1).append(' ').append(each.sizeOctets()).append("\r\n");
        }
        return text.length();
    }

    private static long uidl(MailboxView view) {
        StringBuilder text = new StringBuilder();
        for (MailboxView.Cursor each = view.cursor(0); each.next(); ) {
            text.append(each.index() + 1).append(' ').append(each.id()).append("\r\n");
        }
        return text.length();
    }

    private static long unseen(MailboxView view) {
        long unseen = 0;
        for (MailboxView.Cursor each = view.cursor(0); each.next(); ) {
            unseen += each.isSeen() ? 0 : 1;
        }
        return unseen;
    }

    private long flag(UidSet uids, Flag flag) throws StoreException {
        FlagsResult result = account.flags(account.inbox(), uids, FlagChange.add(flag));
        return ((FlagsResult.Changed) result).changed().size();
    }

    private static long size(ExpungeResult result) {
        return ((ExpungeResult.Expunged) result).uids().size();
    }

    private static long size(CopyResult result) {
        return ((CopyResult.Copied) result).to().size();
    }

    private static void once(String what, Step step) throws Exception {
        long start = System.nanoTime();
        long result = step.run();
        print(what, System.nanoTime() - start, result);
    }

    private static void best(String what, Step step) throws Exception {
        long best = Long.MAX_VALUE;
        long result = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            result = step.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        print(what + ", best of " + ROUNDS, best, result);
    }

    private static void print(String what, long nanos, long result) {
        System.out.printf(Locale.ROOT, "%-52s %9.2f ms   (%,d)%n", what, nanos / 1e6, result);
    }
}
