package org.pennypost.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.AppendResult;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.EmbeddedStore;

/**
 * An ordinary message of 5 kB put into an inbox from 50 callers, with its projection and without: what projections cost of what a delivery does behind its session, in
 * the folder {@code pennypost.bench.folder}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DeliveryBenchmark {
    private static final int ACCOUNTS = 200;
    private static final Instant RECEIVED = Instant.parse("2026-11-26T12:00:00Z");
    private static final String NUMBER = "0123456789";
    /** As if it had been computed: nothing is, and next to nothing is stored. */
    private static final StoredProjection NOTHING = new StoredProjection(Projection.VERSION, new byte[0], true);

    /** Whether each message gets its projection. */
    @Param({"true", "false"})
    public boolean projected;

    private final AtomicLong serial = new AtomicLong();
    private final byte[] prefix = {};
    private final Account[] accounts = new Account[ACCOUNTS];
    private String message = "";
    private Path folder = Path.of(".");
    private @Nullable Store store;

    @Setup
    public void open() throws IOException, StoreException {
        message = ProjectionBenchmark.plainMessage().replace("\n", "\r\n").replace("20261123120000.12345", NUMBER);
        folder = Files.createTempDirectory(Path.of(System.getProperty("pennypost.bench.folder", ".")), "delivery");
        Store opened = EmbeddedStore.open(folder);
        store = opened;
        Mailboxes mailboxes = new Mailboxes(opened, InstantSource.fixed(RECEIVED));
        for (int i = 0; i < ACCOUNTS; i++) {
            AccountId id = new AccountId(Partition.FIRST_ACCOUNT + i);
            mailboxes.createAccount(id, new Quota(1L << 40, 1_000_000_000));
            accounts[i] = mailboxes.account(id);
        }
    }

    private Store opened() {
        return Objects.requireNonNull(store);
    }

    @TearDown
    public void close() throws IOException {
        opened().close();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Benchmark
    @Threads(50)
    public AppendResult callers50() throws StoreException {
        long number = serial.incrementAndGet();
        byte[] octets = message.replace(NUMBER, "%010d".formatted(number)).getBytes(StandardCharsets.US_ASCII);
        Account account = accounts[(int) (number % ACCOUNTS)];
        try (BlobDraft draft = opened().blobs().draft()) {
            draft.write(octets, 0, octets.length);
            draft.finish();
            StoredProjection projection = projected ? StoredProjection.NONE : NOTHING;
            return account.append(account.inbox(), new NewMessage(draft, prefix, projection, RECEIVED, Set.of()))
                    .await();
        }
    }
}
