package org.pennypost.search;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Settings;
import org.pennypost.mailbox.TextIndex;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.embedded.EmbeddedStore;

/**
 * Measures what the index costs deliveries, and how long it takes to catch up: {@code BurstSpeed FOLDER [MESSAGES [ROUNDS]]}. Messages of 4 kB come into one account from 50
 * threads, each durable before its thread goes on; without the index and with it in turns. The rows in docs/performance.md are its output.
 */
public final class BurstSpeed {
    private static final int DELIVERERS = 50;
    private static final int WORDS = 40_000;
    private static final int OCTETS = 4_000;

    private BurstSpeed() {}

    /** @param args the folder for the stores, how many messages, how many rounds */
    public static void main(String[] args) throws Exception {
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        for (int round = 0; round < rounds; round++) {
            for (boolean indexed : new boolean[] {false, true}) {
                Path folder = Files.createTempDirectory(Path.of(args[0]), "burst-speed");
                burst(folder, messages, indexed);
                AccountWriter.delete(folder);
            }
        }
    }

    private static void burst(Path folder, int messages, boolean indexed) throws Exception {
        try (EmbeddedStore store = EmbeddedStore.open(folder.resolve("store"));
                SearchIndexes indexes = SearchIndexes.open(folder.resolve("search"), SearchOptions.DEFAULT)) {
            Mailboxes mailboxes =
                    new Mailboxes(store, InstantSource.system(), Settings.DEFAULT, indexed ? indexes : TextIndex.NONE);
            mailboxes.createAccount(IndexedAccount.OWNER, Quota.UNLIMITED);
            Account account = mailboxes.account(IndexedAccount.OWNER);
            AtomicInteger left = new AtomicInteger(messages);
            long start = System.nanoTime();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Void>> deliverers = new ArrayList<>();
                for (int i = 0; i < DELIVERERS; i++) {
                    deliverers.add(threads.submit(deliverer(store, account, new Random(i), left)));
                }
                for (Future<Void> each : deliverers) {
                    each.get();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d delivered %s the index: %,.0f a second%n",
                    messages,
                    indexed ? "with" : "without",
                    messages / seconds);
            if (indexed) {
                long known = indexes.progress(account).documents();
                long end = System.nanoTime();
                while (indexes.progress(account).through() < account.lastContent()) {
                    LockSupport.parkNanos(20_000_000);
                }
                System.out.printf(
                        Locale.ROOT,
                        "  %d in the index then; all of them %.1f s later%n",
                        known,
                        (System.nanoTime() - end) / 1e9);
                end = System.nanoTime();
                deliver(store, account, new Random(1));
                while (indexes.progress(account).through() < account.lastContent()) {
                    LockSupport.parkNanos(5_000_000);
                }
                System.out.printf(
                        Locale.ROOT, "  a single message after that: %.0f ms%n", (System.nanoTime() - end) / 1e6);
            }
        }
    }

    private static Callable<Void> deliverer(EmbeddedStore store, Account account, Random random, AtomicInteger left) {
        return () -> {
            while (left.getAndDecrement() > 0) {
                deliver(store, account, random);
            }
            return null;
        };
    }

    private static void deliver(EmbeddedStore store, Account account, Random random) throws IOException {
        StringBuilder text = new StringBuilder("From: a@example.com\r\nSubject: ")
                .append(word(random))
                .append("\r\n\r\n");
        while (text.length() < OCTETS) {
            text.append(word(random)).append(random.nextInt(12) == 0 ? "\r\n" : " ");
        }
        byte[] bytes = text.append("\r\n").toString().getBytes(US_ASCII);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(bytes, 0, bytes.length);
            draft.finish();
            account.append(account.inbox(), new NewMessage(draft, new byte[0], Instant.EPOCH, Set.of()))
                    .await();
        }
    }

    /** Letters of a number, common ones more often. */
    private static String word(Random random) {
        int number = (int) (WORDS * Math.pow(random.nextDouble(), 3));
        return Integer.toString(number * 7_919, 26).replace('0', 'z');
    }
}
