package org.pennypost.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
import org.pennypost.store.BlobDraft;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.EmbeddedStore;

/** A message made durable: a blob, its link and an index row, from 1, 10 and 50 callers, in the folder {@code pennypost.bench.folder}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CommitBenchmark {
    private static final int ACCOUNTS = 1_000;
    private static final int ROW_BYTES = 300;

    /** The message's size in bytes. */
    @Param({"4096", "50000"})
    public int size;

    private final AtomicLong serial = new AtomicLong();
    private final byte[] row = new byte[ROW_BYTES];
    private byte[] content = {};
    private Path folder = Path.of(".");
    private Store store;

    @Setup
    public void open() throws IOException {
        content = Bytes.of(size);
        folder = Files.createTempDirectory(Path.of(System.getProperty("pennypost.bench.folder", ".")), "commit");
        store = EmbeddedStore.open(folder);
    }

    @TearDown
    public void close() throws IOException {
        store.close();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private long deliver() throws StoreException {
        long number = serial.incrementAndGet();
        byte[] mine = content.clone();
        ByteBuffer.wrap(mine).putLong(number);
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(mine, 0, mine.length);
            draft.finish();
            Key key = Key.of('d').u64(number);
            return store.submit(new Partition(Partition.FIRST_ACCOUNT + number % ACCOUNTS), (now, batch) -> {
                        batch.put(key, row);
                        batch.link(draft, key);
                        return number;
                    })
                    .await();
        }
    }

    @Benchmark
    @Threads(1)
    public long callers1() throws StoreException {
        return deliver();
    }

    @Benchmark
    @Threads(10)
    public long callers10() throws StoreException {
        return deliver();
    }

    @Benchmark
    @Threads(50)
    public long callers50() throws StoreException {
        return deliver();
    }
}
