package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.Blob;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.Mail.Message;

/** The room of dead blobs comes back, and the living do not notice. */
@ExtendWith(QuietLog.class)
class CompactionTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    private static final Settings SMALL = Settings.defaults()
            .withPackBytesMax(100_000)
            .withDraftBytesMax(200_000)
            .withFreeBytesMin(0);

    @TempDir
    private Path folder = Path.of(".");

    private static void deliver(EmbeddedRig rig, int from, int to) throws StoreException {
        for (int seed = from; seed < to; seed++) {
            Mail.deliver(rig.store(), List.of(ALICE), seed, 9_900);
        }
    }

    /** Expunges all but every fifth message. */
    private static void thinOut(EmbeddedRig rig) throws StoreException {
        for (Message message : Mail.messages(rig.store(), ALICE)) {
            if (message.seed() % 5 != 0) {
                Mail.expunge(rig.store(), ALICE, message);
            }
        }
        rig.advance(Duration.ofDays(1));
        rig.store().sweep();
    }

    private static long packBytes(EmbeddedRig rig) throws Exception {
        long bytes = 0;
        for (String name : rig.disk.list(rig.packs())) {
            bytes += rig.packs().resolve(name).toFile().length();
        }
        return bytes;
    }

    @Test
    void deadBytesAreGivenBack() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL)) {
            deliver(rig, 0, 100);
            thinOut(rig);
            assertThat(packBytes(rig)).isGreaterThan(950_000);
            try (Blob open = rig.store()
                    .blobs()
                    .open(Mail.messages(rig.store(), ALICE).getFirst().blob())
                    .orElseThrow()) {
                assertThat(rig.store().compact()).isGreaterThanOrEqualTo(8);
                byte[] there = new byte[9_900];
                assertThat(open.read(0, there, 0, there.length)).isPositive();
            }
            assertThat(packBytes(rig)).isLessThan(350_000);
            assertThat(rig.store().compact()).isZero();
            assertThat(Mail.verify(rig.store(), ALICE)).hasSize(20);
            assertThat(rig.reopenAndCheck().blobs()).isEqualTo(20);
            deliver(rig, 1_000, 1_030);
            assertThat(Mail.verify(rig.store(), ALICE)).hasSize(50);
        }
    }

    @Test
    void readersAndWritersGoOnMeanwhile() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            deliver(rig, 0, 100);
            thinOut(rig);
            List<Future<?>> running = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                int from = 10_000 + 100 * reader;
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 10; round++) {
                        Mail.verify(rig.store(), ALICE);
                        deliver(rig, from + round, from + round + 1);
                    }
                    return null;
                }));
            }
            int compacted = 0;
            while (!running.stream().allMatch(Future::isDone)) {
                compacted += rig.store().compact();
            }
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(compacted).isPositive();
            assertThat(Mail.verify(rig.store(), ALICE)).hasSize(60);
        }
    }

    @Test
    void aDamagedPackIsLeftAlone() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL)) {
            deliver(rig, 0, 30);
            thinOut(rig);
            Path first = PackFormat.file(rig.packs(), 1);
            try (RandomAccessFile file = new RandomAccessFile(first.toFile(), "rw")) {
                file.seek(PackFormat.FILE_HEADER_BYTES + 5_000);
                int there = file.read();
                file.seek(PackFormat.FILE_HEADER_BYTES + 5_000);
                file.write(there ^ 1);
                rig.store().compact();
                assertThat(first).exists();
                assertThat(rig.store().check(CheckDepth.BYTES).damage()).hasSize(1);
                file.seek(PackFormat.FILE_HEADER_BYTES + 5_000);
                file.write(there);
            }
            assertThat(rig.store().compact()).isPositive();
            assertThat(Mail.verify(rig.store(), ALICE)).hasSize(6);
        }
    }
}
