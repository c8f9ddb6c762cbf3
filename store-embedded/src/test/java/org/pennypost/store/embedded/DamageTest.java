package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobId;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.Damage;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreInUse;

/** Files that are not what they were: found, named, and no harm to others. */
@ExtendWith(QuietLog.class)
class DamageTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    private static final int SIZE = 50_000;
    private static final int RECORD = PackFormat.RECORD_HEADER_BYTES + SIZE;

    @TempDir
    private Path folder = Path.of(".");

    private EmbeddedStore open() throws StoreException {
        return EmbeddedStore.open(folder, Settings.defaults(), InstantSource.system(), Disk.real());
    }

    private Path pack() {
        return PackFormat.file(folder.resolve("packs"), 1);
    }

    private void deliverThree() throws StoreException {
        try (EmbeddedStore store = open()) {
            deliverThree(store, SIZE);
        }
    }

    private static void deliverThree(EmbeddedStore store, int size) throws StoreException {
        for (int seed = 1; seed <= 3; seed++) {
            Mail.deliver(store, List.of(ALICE), seed, size);
        }
    }

    /** Where the blobs' records begin in the pack. */
    private List<Long> blobs() throws IOException {
        List<Long> offsets = new ArrayList<>();
        try (Disk.Input input = Disk.real().open(pack())) {
            PackScan scan = new PackScan(input::read, pack(), PackFormat.FILE_HEADER_BYTES, input.sizeBytes());
            while (scan.next()) {
                if (scan.header() instanceof PackFormat.BlobHeader) {
                    offsets.add(scan.offset());
                }
            }
        }
        return offsets;
    }

    private void flipBit(long offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(pack().toFile(), "rw")) {
            file.seek(offset);
            int there = file.read();
            file.seek(offset);
            file.write(there ^ 0x10);
        }
    }

    @Test
    void aFlippedBitInABodyIsFoundByItsChecksum() throws Exception {
        deliverThree();
        long record = blobs().get(1);
        flipBit(record + PackFormat.RECORD_HEADER_BYTES + 30_000);
        try (EmbeddedStore store = open()) {
            assertThat(store.check(CheckDepth.KEYS).damage()).isEmpty();
            CheckReport report = store.check(CheckDepth.BYTES);
            assertThat(report.damage())
                    .singleElement()
                    .asString()
                    .contains(pack() + " is damaged at byte " + (record + PackFormat.RECORD_HEADER_BYTES))
                    .contains("CRC32C");
            assertThat(report.blobs()).isEqualTo(3);
            assertThatThrownBy(() -> Mail.verify(store, ALICE)).isInstanceOf(CorruptFile.class);
            Mail.expunge(store, ALICE, Mail.messages(store, ALICE).get(1));
            assertThat(Mail.verify(store, ALICE)).hasSize(2);
        }
    }

    @Test
    void aFlippedBitInAHeaderIsFoundByItsChecksum() throws Exception {
        deliverThree();
        long record = blobs().get(1);
        flipBit(record + 41);
        try (EmbeddedStore store = open()) {
            assertThat(store.check(CheckDepth.KEYS).damage())
                    .singleElement()
                    .asString()
                    .contains(pack() + " is damaged at byte " + record)
                    .contains("header of a record");
        }
    }

    /**
     * Whichever byte changes: the check names the pack and the blob, that message alone cannot be read, and the rest can. A journal
     * record between two messages is nobody's blob.
     */
    @Test
    void everyByteOfAPackIsGuarded() throws Exception {
        int size = 60;
        try (EmbeddedStore store = open()) {
            deliverThree(store, size);
            List<Mail.Message> messages = Mail.messages(store, ALICE);
            List<Long> blobs = blobs();
            int record = PackFormat.RECORD_HEADER_BYTES + size;
            for (int offset = 0; offset < blobs.get(2) + record; offset++) {
                flipBit(offset);
                List<Damage> damage = store.check(CheckDepth.BYTES).damage();
                assertThat(damage)
                        .as("byte %d", offset)
                        .singleElement()
                        .asString()
                        .contains(pack() + " is damaged at byte ");
                int at = offset;
                Optional<Mail.Message> hit = IntStream.range(0, 3)
                        .filter(each -> at >= blobs.get(each) && at < blobs.get(each) + record)
                        .mapToObj(messages::get)
                        .findFirst();
                assertThat(damage.getFirst().blob()).isEqualTo(hit.map(Mail.Message::blob));
                for (Mail.Message message : messages) {
                    assertThat(readable(store, message)).isEqualTo(!hit.equals(Optional.of(message)));
                }
                flipBit(offset);
            }
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        }
    }

    private static boolean readable(EmbeddedStore store, Mail.Message message) throws StoreException {
        try (Blob blob = store.blobs().open(message.blob()).orElseThrow()) {
            byte[] bytes = new byte[message.sizeBytes()];
            return blob.read(0, bytes, 0, bytes.length) == bytes.length;
        } catch (CorruptFile damaged) {
            return false;
        }
    }

    /** Wherever a crash tears the bytes behind the last that counts, the next start takes mail and what was there is whole. */
    @Test
    void aTailTornAnywhereDoesNoHarm() throws Exception {
        deliverThree();
        byte[] whole = Files.readAllBytes(pack());
        byte[] record = Arrays.copyOfRange(whole, whole.length - RECORD, whole.length);
        for (int torn = 1; torn < RECORD; torn += RECORD / 25) {
            try (RandomAccessFile file = new RandomAccessFile(pack().toFile(), "rw")) {
                file.seek(file.length());
                file.write(record, 0, torn);
            }
            try (EmbeddedStore store = open()) {
                int before = Mail.verify(store, ALICE).size();
                Mail.deliver(store, List.of(ALICE), 1_000 + torn, 10);
                assertThat(Mail.verify(store, ALICE)).hasSize(before + 1);
                assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
            }
        }
    }

    @Test
    void aPackCutShortIsReportedAndNotWrittenTo() throws Exception {
        deliverThree();
        try (RandomAccessFile file = new RandomAccessFile(pack().toFile(), "rw")) {
            file.setLength(blobs().get(1) + 100);
        }
        try (EmbeddedStore store = open()) {
            assertThat(store.check(CheckDepth.KEYS).damage()).hasSize(2);
            Mail.deliver(store, List.of(ALICE), 4, SIZE);
            assertThat(store.check(CheckDepth.BYTES).damage())
                    .filteredOn(damage -> damage.blob().isPresent())
                    .hasSize(2);
        }
    }

    @Test
    void aLostPackIsReported() throws Exception {
        deliverThree();
        Files.delete(pack());
        try (EmbeddedStore store = open()) {
            assertThat(store.check(CheckDepth.KEYS).damage())
                    .hasSize(3)
                    .allSatisfy(damage -> assertThat(damage.sentence()).contains("expected a pack, found no file"));
        }
    }

    @Test
    void whatACrashLeftBehindIsCleanedAway() throws Exception {
        deliverThree();
        long end = Files.size(pack());
        try (RandomAccessFile file = new RandomAccessFile(pack().toFile(), "rw")) {
            file.seek(end);
            file.write(new byte[12_345]);
        }
        Path spool = PackFormat.file(folder.resolve("packs"), 0x77);
        Files.write(spool, new byte[5_000]);
        Path foreign = folder.resolve("packs").resolve("notes.txt");
        Files.writeString(foreign, "not ours");
        try (EmbeddedStore store = open()) {
            assertThat(pack()).hasSize(end);
            assertThat(spool).doesNotExist();
            assertThat(foreign).exists();
            Mail.deliver(store, List.of(ALICE), 4, SIZE);
            assertThat(Mail.verify(store, ALICE)).hasSize(4);
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        }
    }

    @Test
    void aSecondOpeningIsRefusedAndHarmsNothing() throws Exception {
        try (EmbeddedStore store = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreInUse.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            Mail.deliver(store, List.of(ALICE), 1, SIZE);
        }
        open().close();
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        open().close();
        Files.writeString(folder.resolve("format"), "pennypost-store 3\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has format 3")
                .hasMessageContaining("newer Pennypost");
        Files.writeString(folder.resolve("format"), "something else");
        assertThatThrownBy(this::open).isInstanceOf(CorruptFile.class);
        Files.delete(folder.resolve("format"));
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("is missing");
    }

    /** Who opens several together gets those before it, and by itself the one that cannot be opened. */
    @Test
    void aDamagedHeaderHidesNoneOfTheOthers() throws Exception {
        deliverThree();
        flipBit(blobs().get(1) + 4);
        try (EmbeddedStore store = open()) {
            List<BlobId> ids =
                    Mail.messages(store, ALICE).stream().map(Mail.Message::blob).toList();
            List<Optional<Blob>> opened = store.blobs().open(ids);
            assertThat(opened).hasSize(1);
            opened.getFirst().orElseThrow().close();
            assertThatThrownBy(() -> store.blobs().open(ids.subList(1, 3))).isInstanceOf(CorruptFile.class);
            opened = store.blobs().open(ids.subList(2, 3));
            assertThat(opened).hasSize(1);
            opened.getFirst().orElseThrow().close();
        }
    }

    /** An interrupt closes the channel that all readers of a pack share. */
    @Test
    void anInterruptedReaderHarmsNoOther() throws Exception {
        deliverThree();
        try (EmbeddedStore store = open()) {
            Mail.Message message = Mail.messages(store, ALICE).getFirst();
            try (Blob other = store.blobs().open(message.blob()).orElseThrow()) {
                CountDownLatch interrupted = new CountDownLatch(1);
                Thread reader = Thread.ofPlatform().start(() -> {
                    Thread.currentThread().interrupt();
                    try (Blob blob = store.blobs().open(message.blob()).orElseThrow()) {
                        if (blob.read(40_000, new byte[100], 0, 100) == 100
                                && Thread.currentThread().isInterrupted()) {
                            interrupted.countDown();
                        }
                    } catch (StoreException failed) {
                        throw new IllegalStateException(failed);
                    }
                });
                reader.join();
                assertThat(interrupted.getCount()).isZero();
                assertThat(other.read(45_000, new byte[100], 0, 100)).isEqualTo(100);
            }
            assertThat(Mail.verify(store, ALICE)).hasSize(3);
        }
    }
}
