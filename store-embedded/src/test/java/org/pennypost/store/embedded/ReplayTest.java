package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.PackFormat.JournalHeader;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * What is only in the journal is brought back, wherever the machine stopped. A copy of the folder of an open store is what a machine
 * finds whose power failed: RocksDB has written nothing yet.
 */
@ExtendWith(QuietLog.class)
class ReplayTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    private static final int SIZE = 300;

    /** A record of the journal and where its group begins and ends. */
    private record Group(long from, long journal, long end) {}

    @TempDir
    private Path folder = Path.of(".");

    private static EmbeddedStore open(Path data) throws StoreException {
        return EmbeddedStore.open(data, settings(), InstantSource.system(), Disk.real());
    }

    private static Settings settings() {
        return Settings.defaults().withPackBytesMax(1 << 20).withDraftBytesMax(10_000);
    }

    private static Path pack(Path data, long number) {
        return PackFormat.file(data.resolve("packs"), number);
    }

    /**
     * Copies a store that is open. RocksDB removes files that it no longer needs in threads of its own: a copy during which files came or went is no
     * picture of any one instant, and is taken again.
     */
    private static void copy(Path from, Path to) throws IOException {
        List<Path> files = files(from);
        while (!copied(files, from, to) || !files(from).equals(files)) {
            for (Path file : files(to).reversed()) {
                Files.delete(file);
            }
            files = files(from);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        while (true) {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.sorted().toList();
            } catch (UncheckedIOException e) {
                if (!(e.getCause()
                        instanceof NoSuchFileException)) { // one that went while its folder was read: once more
                    throw e.getCause();
                }
            }
        }
    }

    private static boolean copied(List<Path> files, Path from, Path to) throws IOException {
        try {
            for (Path file : files) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
            return true;
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        }
    }

    private static List<Long> seeds(EmbeddedStore store) throws StoreException {
        return Mail.verify(store, ALICE).stream().map(Mail.Message::seed).toList();
    }

    /** The seeds in a copy, which also takes one more message and is sound. */
    private static List<Long> seedsAndSound(Path data) throws StoreException {
        List<Long> found;
        try (EmbeddedStore store = open(data)) {
            found = seeds(store);
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
            Mail.deliver(store, List.of(ALICE), 99, SIZE);
        }
        try (EmbeddedStore store = open(data)) {
            List<Long> more = new ArrayList<>(found);
            more.add(99L);
            assertThat(seeds(store)).isEqualTo(more);
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        }
        return found;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<Group> groups(Path file) throws IOException {
        List<Group> groups = new ArrayList<>();
        try (Disk.Input input = Disk.real().open(file)) {
            PackScan scan = new PackScan(input::read, file, PackFormat.FILE_HEADER_BYTES, input.sizeBytes());
            long from = PackFormat.FILE_HEADER_BYTES;
            while (scan.next()) {
                if (scan.header() instanceof JournalHeader) {
                    groups.add(new Group(from, scan.offset(), scan.end()));
                    from = scan.end();
                }
            }
        }
        return groups;
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int there = bytes.read();
            bytes.seek(offset);
            bytes.write(there ^ 0x08);
        }
    }

    /** Delivers three messages, each a group, and leaves in {@code folder/open} what is on the disk before RocksDB has anything. */
    private Path threeOpen() throws IOException {
        Path data = folder.resolve("data");
        Path left = folder.resolve("open");
        try (EmbeddedStore store = open(data)) {
            for (int seed = 1; seed <= 3; seed++) {
                Mail.deliver(store, List.of(ALICE), seed, SIZE);
            }
            copy(data, left);
        }
        return left;
    }

    private Path again(Path left, String name) throws IOException {
        Path copy = folder.resolve(name);
        copy(left, copy);
        return copy;
    }

    @Test
    void whatOnlyTheJournalHasIsThere() throws Exception {
        assertThat(seedsAndSound(threeOpen())).isEqualTo(upTo(3));
    }

    @Test
    void packsAfterPacksAreReplayed() throws Exception {
        Path data = folder.resolve("data");
        Path left = folder.resolve("open");
        try (EmbeddedStore store = open(data)) {
            for (int seed = 1; seed <= 400; seed++) {
                // Every tenth has a pack of its own.
                Mail.deliver(store, List.of(ALICE), seed, seed % 10 == 0 ? 11_000 : 9_000);
            }
            Mail.expunge(store, ALICE, Mail.messages(store, ALICE).getFirst());
            copy(data, left);
        }
        assertThat(pack(left, 5)).exists();
        assertThat(seedsAndSound(left)).isEqualTo(upTo(400).subList(1, 400));
    }

    /** Some of it was replayed before, some in a run that was cut off too. */
    @Test
    void aReplayThatIsCutOffIsReplayed() throws Exception {
        Path left = threeOpen();
        Path second = folder.resolve("second");
        try (EmbeddedStore store = open(left)) {
            Mail.deliver(store, List.of(ALICE), 4, SIZE);
            copy(left, second);
        }
        assertThat(seedsAndSound(second)).isEqualTo(upTo(4));
    }

    @Test
    void aGroupTornAnywhereIsNotThere() throws Exception {
        Path left = threeOpen();
        Group last = groups(pack(left, 1)).getLast();
        for (long length = last.from(); length <= last.end(); length += 23) {
            Path torn = again(left, "torn" + length);
            try (RandomAccessFile file = new RandomAccessFile(pack(torn, 1).toFile(), "rw")) {
                file.setLength(length);
            }
            assertThat(seedsAndSound(torn)).as("cut at %d", length).isEqualTo(upTo(2));
        }
        assertThat(seedsAndSound(again(left, "whole"))).isEqualTo(upTo(3));
    }

    /** The disk had not written all of its pages when the power failed, and the ones behind before the ones in front. */
    @Test
    void aGroupWithAHoleIsNotThere() throws Exception {
        Path left = threeOpen();
        Group last = groups(pack(left, 1)).getLast();
        for (long offset = last.from(); offset < last.end(); offset += 19) {
            Path holed = again(left, "hole" + offset);
            flip(pack(holed, 1), offset);
            assertThat(seedsAndSound(holed)).as("hole at %d", offset).isEqualTo(upTo(2));
        }
    }

    /** What came after it was acknowledged, so it was whole once: its damage is its own. */
    @Test
    void aDamagedGroupHarmsNoOther() throws Exception {
        Path left = threeOpen();
        Group second = groups(pack(left, 1)).get(1);
        for (long offset = second.from(); offset < second.end(); offset += 13) {
            Path damaged = again(left, "damaged" + offset);
            flip(pack(damaged, 1), offset);
            try (EmbeddedStore store = open(damaged)) {
                List<Long> listed = Mail.messages(store, ALICE).stream()
                        .map(Mail.Message::seed)
                        .toList();
                boolean isBlob = offset < second.journal();
                assertThat(listed).as("byte %d", offset).isEqualTo(isBlob ? upTo(3) : List.of(1L, 3L));
                assertThat(store.check(CheckDepth.BYTES).damage())
                        .as("byte %d", offset)
                        .isNotEmpty();
            }
        }
    }

    /** Version 1 had no journal: its keys are in RocksDB, and its pack ends with the last blob. */
    @Test
    void aStoreOfVersionOneIsTakenOver() throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedStore store = open(data)) {
            for (int seed = 1; seed <= 3; seed++) {
                Mail.deliver(store, List.of(ALICE), seed, SIZE);
            }
        }
        try (RandomAccessFile file = new RandomAccessFile(pack(data, 1).toFile(), "rw")) {
            file.setLength(groups(pack(data, 1)).getLast().journal());
        }
        try (Options options = new Options();
                RocksDB keys = RocksDB.open(options, data.resolve("keys").toString())) {
            keys.delete(KeyFormat.table(KeyFormat.JOURNAL));
        }
        Files.writeString(data.resolve("format"), "pennypost-store 1\n");
        Path left = folder.resolve("open");
        try (EmbeddedStore store = open(data)) {
            assertThat(seeds(store)).isEqualTo(upTo(3));
            Mail.deliver(store, List.of(ALICE), 4, SIZE);
            copy(data, left);
        }
        assertThat(data.resolve("format")).hasContent("pennypost-store 2\n");
        assertThat(seedsAndSound(left)).isEqualTo(upTo(4));
        assertThat(seedsAndSound(data)).isEqualTo(upTo(4));
    }
}
