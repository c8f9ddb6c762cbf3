package org.pennypost.store.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/**
 * How many durable commits a second: {@code CommitLoad FOLDER [SECONDS]}. A commit is a message: a blob, its link, and six index
 * records in one of 1,000 accounts.
 */
final class CommitLoad {
    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final int ACCOUNTS = 1_000;
    private static final int RECORDS = 6;
    private static final int RECORD_BYTES = 80;

    private final Store store;
    private final long nanos;
    private final AtomicLong serial = new AtomicLong();

    private CommitLoad(Store store, long nanos) {
        this.store = store;
        this.nanos = nanos;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "commit-load");
        long nanos = (arguments.length > 1 ? Long.parseLong(arguments[1]) : 5) * 1_000_000_000L;
        try (Store store = EmbeddedStore.open(folder, Settings.defaults(), InstantSource.system(), Disk.real())) {
            CommitLoad load = new CommitLoad(store, nanos);
            load.measure(50, 4_096, nanos / 2);
            for (int round = 0; round < 2; round++) {
                load.measure(1, 4_096, nanos);
                load.measure(50, 4_096, nanos);
                load.measure(50, 50_000, nanos);
                load.measure(10, 1_000_000, nanos);
                load.measure(10, 1_100_000, nanos);
            }
            load.measureReads();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(CommitLoad::delete);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            System.err.println(failed);
        }
    }

    private void measure(int callers, int bytes, long time) throws Exception {
        long start = System.nanoTime();
        long cpuBefore = CPU.getProcessCpuTime();
        List<Future<Integer>> running = new ArrayList<>();
        int commits = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                running.add(threads.submit(() -> deliver(bytes, start + time)));
            }
            for (Future<Integer> each : running) {
                commits += each.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%3d callers  %,9d bytes  %,9.0f commits/s  %,7.1f MB/s  %,6.0f µs of CPU each%n",
                callers,
                bytes,
                commits / seconds,
                commits / seconds * bytes / 1e6,
                (CPU.getProcessCpuTime() - cpuBefore) / 1e3 / commits);
    }

    private int deliver(int bytes, long end) throws StoreException {
        Random random = new Random(serial.incrementAndGet());
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        byte[] record = new byte[RECORD_BYTES];
        int commits = 0;
        while (System.nanoTime() < end) {
            ByteBuffer.wrap(content).putLong(serial.incrementAndGet()).putLong(System.nanoTime());
            Partition account = new Partition(Partition.FIRST_ACCOUNT + random.nextInt(ACCOUNTS));
            try (BlobDraft draft = store.blobs().draft()) {
                for (int at = 0; at < bytes; at += 65_536) {
                    draft.write(content, at, Math.min(65_536, bytes - at));
                }
                draft.finish();
                store.update(account, (now, batch) -> {
                    Key uid = Key.of('u');
                    long next = now.counter(uid);
                    batch.add(uid, 1);
                    for (int table = 0; table < RECORDS - 1; table++) {
                        batch.put(Key.of((char) ('a' + table)).u64(next), record);
                    }
                    batch.link(draft, Key.of('a').u64(next));
                    return next;
                });
            }
            commits++;
        }
        return commits;
    }

    private void measureReads() throws Exception {
        List<BlobId> ids = new ArrayList<>();
        byte[] content = new byte[4_096];
        for (int number = 0; number < 10_000; number++) {
            ByteBuffer.wrap(content).putInt(number);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(content, 0, content.length);
                ids.add(draft.finish());
                Key owner = Key.of('x').u32(number);
                store.submit(new Partition(Partition.FIRST_ACCOUNT), (_, batch) -> {
                    batch.link(draft, owner);
                    return 0;
                });
            }
        }
        store.update(new Partition(Partition.FIRST_ACCOUNT), (now, _) -> now.counter(Key.of('u')));
        long start = System.nanoTime();
        long end = start + nanos;
        List<Future<Integer>> running = new ArrayList<>();
        int reads = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int reader = 0; reader < 50; reader++) {
                Random random = new Random(reader);
                running.add(threads.submit(() -> {
                    byte[] into = new byte[4_096];
                    int count = 0;
                    for (; System.nanoTime() < end; count++) {
                        try (Blob blob = store.blobs()
                                .open(ids.get(random.nextInt(ids.size())))
                                .orElseThrow()) {
                            if (blob.read(0, into, 0, into.length) != into.length) {
                                throw new IllegalStateException("a short read");
                            }
                        }
                    }
                    return count;
                }));
            }
            for (Future<Integer> each : running) {
                reads += each.get();
            }
        }
        System.out.printf(
                Locale.ROOT,
                " 50 readers       4,096 bytes  %,9.0f reads/s%n",
                reads / ((System.nanoTime() - start) / 1e9));
    }
}
