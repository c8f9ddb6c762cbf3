package org.pennypost.store.embedded;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.Mail.Message;

/**
 * The process that {@link CrashTest} kills: says that it opens the store, then delivers, expunges, sweeps and compacts without end and
 * says on standard output what was acknowledged: {@code A account uid seed} after a delivery; {@code d account uid} before an expunge and {@code D account uid}
 * after it.
 */
final class CrashWriter {
    static final int ACCOUNTS = 20;
    static final Settings SETTINGS = new Settings(2_000_000, 100_000, 50_000_000, 0, Duration.ZERO, 4 << 20, 1 << 20);
    private static final int WRITERS = 8;

    private final EmbeddedStore store;
    private final PrintStream told =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);

    private CrashWriter(EmbeddedStore store) {
        this.store = store;
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("opening");
        CrashWriter writer = new CrashWriter(
                EmbeddedStore.open(Path.of(arguments[0]), SETTINGS, InstantSource.system(), Disk.real()));
        long seed = Long.parseLong(arguments[1]);
        for (int number = 0; number < WRITERS; number++) {
            Random random = new Random(seed * WRITERS + number);
            Thread.ofVirtual().start(() -> writer.run(random));
        }
        while (true) {
            writer.store.sweep();
            writer.store.compact();
        }
    }

    static Partition account(int number) {
        return new Partition(Partition.FIRST_ACCOUNT + number);
    }

    private void run(Random random) {
        try {
            while (true) {
                if (random.nextInt(4) > 0) {
                    deliver(random);
                } else {
                    expunge(random);
                }
            }
        } catch (StoreException failed) {
            told.println("F " + failed);
        }
    }

    private void deliver(Random random) throws StoreException {
        List<Integer> recipients = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            recipients.add(random.nextInt(ACCOUNTS));
        }
        int size = random.nextInt(10) == 0 ? random.nextInt(300_000) : random.nextInt(6_000);
        long seed = random.nextInt(5) == 0 ? random.nextInt(10) : random.nextLong();
        List<Long> uids = Mail.deliver(
                store, recipients.stream().map(CrashWriter::account).toList(), seed, size);
        for (int i = 0; i < uids.size(); i++) {
            told.println("A " + recipients.get(i) + " " + uids.get(i) + " " + seed);
        }
    }

    private void expunge(Random random) throws StoreException {
        int account = random.nextInt(ACCOUNTS);
        List<Message> messages = Mail.messages(store, account(account));
        if (messages.isEmpty()) {
            return;
        }
        Message message = messages.get(random.nextInt(messages.size()));
        String name = account + " " + message.uid();
        told.println("d " + name);
        Mail.expunge(store, account(account), message);
        told.println("D " + name);
    }
}
