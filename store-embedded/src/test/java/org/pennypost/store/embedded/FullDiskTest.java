package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.embedded.Mail.Message;

/** A file system that is really full, to the last byte. Mounts one, and so runs as root on Linux only. */
@Tag("interop")
class FullDiskTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    private static final Settings SMALL =
            new Settings(2 << 20, 100_000, 8 << 20, 0, Settings.defaults().orphanGrace(), 1 << 20, 1 << 20);

    @TempDir
    private Path folder = Path.of(".");

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", folder.toString());
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private EmbeddedStore open() throws StoreException {
        return EmbeddedStore.open(folder.resolve("data"), SMALL, InstantSource.system(), Disk.real());
    }

    private void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] piece = new byte[4_096];
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            assertThat(Files.getFileStore(folder).getUsableSpace()).isZero();
        }
    }

    @Test
    void mailIsRefusedAndNothingLost() throws Exception {
        List<Long> acknowledged = new ArrayList<>();
        try (EmbeddedStore store = open()) {
            Path ballast = folder.resolve("ballast");
            for (int round = 0; round < 3; round++) {
                long first = round * 10_000L;
                assertThatThrownBy(() -> {
                            for (long seed = first; ; seed++) {
                                if (seed == first + 20) {
                                    fill(ballast);
                                }
                                Mail.deliver(store, List.of(ALICE), seed, 20_000);
                                acknowledged.add(seed);
                            }
                        })
                        .isInstanceOf(StoreFull.class);
                assertThat(seeds(store)).isEqualTo(acknowledged);
                Files.delete(ballast);
                Mail.deliver(store, List.of(ALICE), first + 9_999, 20_000);
                acknowledged.add(first + 9_999);
            }
        }
        verifyReopened(acknowledged);
    }

    /** Commits without bytes reach RocksDB, whose log then finds no room. */
    @Test
    void keysAreRefusedAndNothingLost() throws Exception {
        List<Long> acknowledged = new ArrayList<>();
        try (EmbeddedStore store = open()) {
            Mail.deliver(store, List.of(ALICE), 1, 20_000);
            acknowledged.add(1L);
            Path ballast = folder.resolve("ballast");
            for (int round = 0; round < 3; round++) {
                fill(ballast);
                int[] written = {0};
                assertThatThrownBy(() -> {
                            for (; ; written[0]++) {
                                writeRow(store, written[0]);
                            }
                        })
                        .isInstanceOf(StoreFull.class);
                assertThat(seeds(store)).isEqualTo(acknowledged);
                Files.delete(ballast);
                assertThat(store.<Boolean>read(
                                ALICE, now -> now.get(row(written[0])).isEmpty()))
                        .isTrue();
                writeRow(store, 999_999);
                Mail.deliver(store, List.of(ALICE), 100 + round, 20_000);
                acknowledged.add(100L + round);
                store.update(ALICE, (_, batch) -> {
                    batch.deleteRange(row(0), Key.of('r').afterPrefix());
                    return true;
                });
            }
        }
        verifyReopened(acknowledged);
    }

    private static Key row(int number) {
        return Key.of('r').u32(number);
    }

    private static void writeRow(EmbeddedStore store, int number) throws StoreException {
        store.update(ALICE, (_, batch) -> {
            batch.put(row(number), Mail.content(number, 50_000));
            return true;
        });
    }

    private static List<Long> seeds(EmbeddedStore store) throws StoreException {
        return Mail.verify(store, ALICE).stream().map(Message::seed).toList();
    }

    private void verifyReopened(List<Long> acknowledged) throws StoreException {
        try (EmbeddedStore store = open()) {
            assertThat(seeds(store)).isEqualTo(acknowledged);
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        }
    }
}
