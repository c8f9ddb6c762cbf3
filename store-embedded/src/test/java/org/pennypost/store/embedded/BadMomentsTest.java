package org.pennypost.store.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.FaultyDisk.Call;
import org.pennypost.store.embedded.FaultyDisk.Fault;
import org.pennypost.store.embedded.PackFormat.JournalHeader;
import org.rocksdb.MutableDBOptions;
import org.rocksdb.RocksDB;

/** Kills, full disks, damage and forgeries at bad moments: nothing that was acknowledged is lost, and nothing else comes to be there. */
class BadMomentsTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);

    @TempDir
    private Path folder = Path.of(".");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));

    private static Settings settings() {
        return Settings.defaults()
                .withPackBytesMax(1 << 20)
                .withDraftBytesMax(10_000)
                .withFreeBytesMin(0);
    }

    private EmbeddedStore open(Path data, Disk disk) throws StoreException {
        return EmbeddedStore.open(data, settings(), now::get, disk);
    }

    private EmbeddedStore open(Path data) throws StoreException {
        return open(data, Disk.real());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static List<Long> seeds(EmbeddedStore store) throws StoreException {
        return Mail.verify(store, ALICE).stream().map(Mail.Message::seed).toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static Path pack(Path data, long number) {
        return PackFormat.file(data.resolve("packs"), number);
    }

    private static <T> T field(Object of, String name, Class<T> type) throws Exception {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return type.cast(field.get(of));
    }

    /** What RocksDB has only in memory is lost when it is closed, as on a full disk. */
    private static void forgetWhenClosed(EmbeddedStore store) throws Exception {
        RocksDB db = field(field(store, "rocks", Rocks.class), "db", RocksDB.class);
        db.setDBOptions(
                MutableDBOptions.builder().setAvoidFlushDuringShutdown(true).build());
    }

    private static void exchangeDisk(EmbeddedStore store, Disk disk) throws Exception {
        Field field = Packs.class.getDeclaredField("disk");
        field.setAccessible(true);
        field.set(field(store, "packs", Packs.class), disk);
    }

    private static void wound(EmbeddedStore store) throws Exception {
        Committer committer = field(store, "committer", Committer.class);
        Field wounded = Committer.class.getDeclaredField("wounded");
        wounded.setAccessible(true);
        wounded.set(committer, true);
    }

    private static byte[] forged(long sequence, byte[] batch, long length) {
        ByteBuffer bytes = ByteBuffer.allocate(PackFormat.RECORD_HEADER_BYTES + batch.length);
        bytes.putInt(0x50504a4e)
                .putInt(0)
                .putLong(sequence)
                .putLong(0)
                .putLong(0)
                .putLong(0);
        bytes.putLong(length);
        CRC32C body = new CRC32C();
        body.update(batch);
        bytes.putInt((int) body.getValue());
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, PackFormat.RECORD_HEADER_BYTES - 4);
        bytes.putInt((int) crc.getValue());
        bytes.put(batch);
        return bytes.array();
    }

    // The bytes of a message that was arriving when the process was killed are read as a journal.

    @Test
    void whatSomebodySendsIsNoJournal() throws Exception {
        Path data = folder.resolve("data");
        Path left = folder.resolve("left");
        Key secret = Key.of('x');
        KeyBatch batch = new KeyBatch(100);
        batch.put(KeyFormat.row(ALICE, secret), KeyFormat.value(1, "forged".getBytes(US_ASCII)));
        byte[] record = forged(1_000, batch.toBytes(), batch.toBytes().length);
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(new byte[20_000], 0, 20_000);
                draft.write(record, 0, record.length);
                draft.write(new byte[100_000], 0, 100_000);
                // The pack rolls, and what comes now is in one behind the arriving message.
                for (int seed = 2; seed <= 200; seed++) {
                    Mail.deliver(store, List.of(ALICE), seed, 9_000);
                }
                copy(data, left);
            }
        }
        try (EmbeddedStore store = open(left)) {
            assertThat(store.get(ALICE, secret)).isEmpty();
            assertThat(seeds(store)).isEqualTo(upTo(200));
        }
    }

    @Test
    void whatSomebodySendsKeepsNoStoreShut() throws Exception {
        Path data = folder.resolve("data");
        Path left = folder.resolve("left");
        byte[] record = forged(1_000, new byte[20], Long.MAX_VALUE);
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(new byte[20_000], 0, 20_000);
                draft.write(record, 0, record.length);
                draft.write(new byte[100_000], 0, 100_000);
                copy(data, left);
            }
        }
        try (EmbeddedStore store = open(left)) {
            assertThat(seeds(store)).isEqualTo(upTo(1));
        }
    }

    /** The same in the pack that is appended to: the first page of the last group did not reach the disk, the others did. */
    @Test
    void whatSomebodySentInATornGroupIsNoJournal() throws Exception {
        Path data = folder.resolve("data");
        Path left = folder.resolve("left");
        Key secret = Key.of('x');
        KeyBatch batch = new KeyBatch(100);
        batch.put(KeyFormat.row(ALICE, secret), KeyFormat.value(1, "forged".getBytes(US_ASCII)));
        byte[] record = forged(1_000, batch.toBytes(), batch.toBytes().length);
        long from;
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
            from = lastJournalEnd(pack(data, 1));
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(new byte[5_000], 0, 5_000);
                draft.write(record, 0, record.length);
                draft.finish();
                store.update(ALICE, (_, changes) -> {
                    changes.link(draft, Key.of('y'));
                    return true;
                });
            }
            copy(data, left);
        }
        try (RandomAccessFile file = new RandomAccessFile(pack(left, 1).toFile(), "rw")) {
            file.seek(from);
            file.write(new byte[512]);
        }
        try (EmbeddedStore store = open(left)) {
            assertThat(store.get(ALICE, secret)).isEmpty();
            assertThat(seeds(store)).isEqualTo(upTo(1));
        }
    }

    private static long lastJournalEnd(Path file) throws IOException {
        long end = 0;
        try (Disk.Input input = Disk.real().open(file)) {
            PackScan scan = new PackScan(input::read, file, PackFormat.FILE_HEADER_BYTES, input.sizeBytes());
            while (scan.next()) {
                if (scan.header() instanceof JournalHeader) {
                    end = scan.end();
                }
            }
        }
        return end;
    }

    // RocksDB is opened again while the journal since its last flush is in more than one pack, or the store is young.

    @Test
    void aYoungStoreLivesThroughAFullDisk() throws Exception {
        try (EmbeddedStore store = open(folder.resolve("data"))) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
            forgetWhenClosed(store);
            wound(store);
            Mail.deliver(store, List.of(ALICE), 2, 300);
            assertThat(seeds(store)).isEqualTo(upTo(2));
        }
    }

    @Test
    void theJournalOfSeveralPacksIsGivenBackAfterAFullDisk() throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
        }
        try (EmbeddedStore store = open(data)) {
            for (int seed = 2; seed <= 200; seed++) {
                Mail.deliver(store, List.of(ALICE), seed, 9_000);
            }
            forgetWhenClosed(store);
            wound(store);
            Mail.deliver(store, List.of(ALICE), 201, 300);
            assertThat(seeds(store)).isEqualTo(upTo(201));
        }
    }

    /** Drafts come and go meanwhile. */
    @Test
    void aDraftThatGoesWhileTheJournalIsReadStopsNobody() throws Exception {
        Disk disk = new ForwardingDisk(Disk.real()) {
            @Override
            public List<String> list(Path packs) throws IOException {
                List<String> names = new ArrayList<>(super.list(packs));
                names.add("00000000000000ff.pack"); // went behind the listing
                return names;
            }
        };
        Path data = folder.resolve("data");
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
        }
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 2, 300);
            // Only from now on: the opening is alone.
            exchangeDisk(store, disk);
            forgetWhenClosed(store);
            wound(store);
            Mail.deliver(store, List.of(ALICE), 3, 300);
            assertThat(seeds(store)).isEqualTo(upTo(3));
        }
    }

    // What is read while the journal could not be given back is not what was acknowledged.

    @Test
    void nobodyReadsWhatWasBeforeTheJournal() throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
        }
        Disk broken = new ForwardingDisk(Disk.real()) {
            @Override
            public Input open(Path file) throws IOException {
                throw new IOException("the test's disk cannot be read");
            }
        };
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 2, 300);
            forgetWhenClosed(store);
            wound(store);
            exchangeDisk(store, broken);
            assertThatThrownBy(() -> Mail.deliver(store, List.of(ALICE), 3, 300))
                    .isInstanceOf(StoreException.class);
            List<Long> read;
            try {
                read = seeds(store);
            } catch (StoreException refused) {
                read = upTo(2);
            }
            assertThat(read).isEqualTo(upTo(2));
        }
        try (EmbeddedStore store = open(data)) {
            assertThat(seeds(store)).isEqualTo(upTo(2));
        }
    }

    // A pack that was cut short makes the compaction write others to wrong places.

    @Test
    void aPackCutShortHarmsNoOtherInCompaction() throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedStore store = open(data)) {
            for (int seed = 1; seed <= 400; seed++) {
                Mail.deliver(store, List.of(ALICE), seed, 9_000);
            }
            assertThat(pack(data, 3)).exists();
            int count = 0;
            for (Mail.Message message : Mail.messages(store, ALICE)) {
                count++;
                if (count % 4 != 0) {
                    Mail.expunge(store, ALICE, message);
                }
            }
        }
        now.updateAndGet(before -> before.plus(Duration.ofDays(1)));
        long body;
        try (Disk.Input input = Disk.real().open(pack(data, 1))) {
            PackScan scan = new PackScan(input::read, pack(data, 1), PackFormat.FILE_HEADER_BYTES, input.sizeBytes());
            int blobs = 0;
            while (blobs < 80 && scan.next()) {
                blobs += scan.header() instanceof PackFormat.BlobHeader ? 1 : 0;
            }
            body = scan.offset() + 4_000;
        }
        try (RandomAccessFile file = new RandomAccessFile(pack(data, 1).toFile(), "rw")) {
            file.setLength(body);
        }
        try (EmbeddedStore store = open(data)) {
            List<Long> before = readable(store);
            assertThat(store.sweep()).isEqualTo(300);
            store.compact();
            assertThat(readable(store)).isEqualTo(before);
        }
    }

    private static List<Long> readable(EmbeddedStore store) throws StoreException {
        List<Long> readable = new ArrayList<>();
        for (Mail.Message message : Mail.messages(store, ALICE)) {
            byte[] read = new byte[message.sizeBytes()];
            try (Blob blob = store.blobs().open(message.blob()).orElseThrow()) {
                for (int at = 0; at < read.length; ) {
                    at += blob.read(at, read, at, read.length - at);
                }
                assertThat(read).isEqualTo(Mail.content(message.seed(), message.sizeBytes()));
                readable.add(message.seed());
            } catch (StoreException damaged) {
                // That of the pack that was cut.
            }
        }
        return readable;
    }

    // One flipped bit in the record that RocksDB's row "j" names.

    @Test
    void aDamagedRecordThatIsInTheKeysAlreadyHarmsNoOther() throws Exception {
        Path data = folder.resolve("data");
        Path left = folder.resolve("left");
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
        }
        long journal;
        try (Disk.Input input = Disk.real().open(pack(data, 1))) {
            PackScan scan = new PackScan(input::read, pack(data, 1), PackFormat.FILE_HEADER_BYTES, input.sizeBytes());
            journal = -1;
            while (scan.next()) {
                journal = scan.header() instanceof JournalHeader ? scan.offset() : journal;
            }
        }
        try (EmbeddedStore store = open(data)) {
            for (int seed = 2; seed <= 4; seed++) {
                Mail.deliver(store, List.of(ALICE), seed, 300);
            }
            copy(data, left);
        }
        for (int at = 0; at < PackFormat.RECORD_HEADER_BYTES; at += 5) {
            Path flipped = folder.resolve("flipped" + at);
            copy(left, flipped);
            try (RandomAccessFile file = new RandomAccessFile(pack(flipped, 1).toFile(), "rw")) {
                file.seek(journal + at);
                int there = file.read();
                file.seek(journal + at);
                file.write(there ^ 8);
            }
            try (EmbeddedStore store = open(flipped)) {
                assertThat(seeds(store)).as("byte %d", at).isEqualTo(upTo(4));
                Mail.deliver(store, List.of(ALICE), 5, 300);
            }
            try (EmbeddedStore store = open(flipped)) {
                assertThat(seeds(store)).as("byte %d", at).isEqualTo(upTo(5));
            }
        }
    }

    // A commit that failed after its journal record was whole is there at the next start, without its bytes.

    @Test
    void whatWasRefusedIsNotThereWithoutItsBytes() throws Exception {
        Path data = folder.resolve("data");
        FaultyDisk disk = new FaultyDisk();
        EmbeddedStore store = open(data, disk);
        try {
            Mail.deliver(store, List.of(ALICE), 1, 300);
            byte[] content = Mail.content(2, 20_000);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(content, 0, content.length);
                var blob = draft.finish();
                disk.failFrom(1, Fault.FAIL, call -> call == Call.SYNC || call == Call.CUT);
                assertThatThrownBy(() -> store.update(ALICE, (_, batch) -> {
                            batch.put(Mail.MESSAGES.u64(2), new Mail.Message(2, 2, content.length, blob).toBytes());
                            batch.link(draft, Mail.MESSAGES.u64(2));
                            return true;
                        }))
                        .isInstanceOf(StoreException.class);
            }
        } finally {
            try {
                store.close();
            } catch (StoreException uncut) {
                // The disk is broken.
            }
        }
        try (EmbeddedStore again = open(data)) {
            assertThat(again.check(CheckDepth.BYTES).damage()).isEmpty();
            assertThat(seeds(again)).startsWith(1L);
        }
    }

    @Test
    void whatTheKeysRefusedIsNotThereWithoutItsBytes() throws Exception {
        Path data = folder.resolve("data");
        EmbeddedStore store = open(data);
        try {
            Mail.deliver(store, List.of(ALICE), 1, 300);
            // As an error of RocksDB that is no full disk.
            Rocks rocks = field(store, "rocks", Rocks.class);
            RocksDB db = field(rocks, "db", RocksDB.class);
            Path keys = data.resolve("keys");
            Path away = data.resolve("away");
            Files.move(keys, away);
            try {
                db.flush(new org.rocksdb.FlushOptions().setWaitForFlush(true));
            } catch (org.rocksdb.RocksDBException expected) {
                // And from now on it takes no more.
            }
            Files.move(away, keys);
            assertThatThrownBy(() -> Mail.deliver(store, List.of(ALICE), 2, 20_000))
                    .isInstanceOf(StoreException.class);
        } finally {
            store.close();
        }
        try (EmbeddedStore again = open(data)) {
            assertThat(again.check(CheckDepth.BYTES).damage()).isEmpty();
            assertThat(seeds(again)).isEqualTo(upTo(1));
        }
    }

    // The check does not look at the journal behind the last blob of a pack, nor in packs without blobs.

    @Test
    void theCheckFindsDamageInTheJournal() throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedStore store = open(data)) {
            Mail.deliver(store, List.of(ALICE), 1, 300);
            store.update(ALICE, (_, batch) -> {
                batch.put(Key.of('x'), new byte[100]);
                return true;
            });
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
            try (RandomAccessFile file = new RandomAccessFile(pack(data, 1).toFile(), "rw")) {
                file.seek(lastJournalEnd(pack(data, 1)) - 5);
                file.write('#');
            }
            assertThat(store.check(CheckDepth.BYTES).damage()).isNotEmpty();
        }
    }

    // A kill between the making of "format" and its first byte.

    @Test
    void aFormatThatWasNotWrittenKeepsNoStoreShut() throws Exception {
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        Files.createFile(data.resolve("format"));
        open(data).close();
    }

    // A check on a virtual thread goes on on the pool, which enters anew, behind whoever closes.

    @Test
    void aCheckOnAVirtualThreadLetsTheStoreClose() throws Exception {
        EmbeddedStore store = open(folder.resolve("data"));
        for (int seed = 1; seed <= 400; seed++) {
            Mail.deliver(store, List.of(ALICE), seed, 3);
        }
        CountDownLatch started = new CountDownLatch(1);
        Thread check = Thread.startVirtualThread(() -> {
            try {
                for (int i = 0; i < 1_000; i++) {
                    store.check(CheckDepth.BYTES);
                    started.countDown();
                }
            } catch (StoreException closed) {
                // As it should.
            }
        });
        started.await();
        Thread close = Thread.ofPlatform().daemon().start(() -> {
            try {
                store.close();
            } catch (StoreException failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertThat(close.join(Duration.ofSeconds(20))).as("closed").isTrue();
        assertThat(check.join(Duration.ofSeconds(20))).as("checked").isTrue();
    }

    // A draft with a pack of its own that is used again after the sweep took what it had brought.

    @Test
    void aDraftThatIsUsedAgainBringsItsBytesOrFails() throws Exception {
        try (EmbeddedStore store = open(folder.resolve("data"))) {
            byte[] content = Mail.content(2, 20_000);
            try (BlobDraft draft = store.blobs().draft()) {
                draft.write(content, 0, content.length);
                var blob = draft.finish();
                store.update(ALICE, (_, batch) -> {
                    batch.link(draft, Key.of('y'));
                    return true;
                });
                store.update(ALICE, (_, batch) -> {
                    batch.unlink(blob, Key.of('y'));
                    return true;
                });
                now.updateAndGet(before -> before.plus(Duration.ofDays(1)));
                store.sweep();
                try {
                    store.update(ALICE, (_, batch) -> {
                        batch.link(draft, Key.of('z'));
                        return true;
                    });
                } catch (StoreException refused) {
                    // Rather than a link to nothing.
                }
            }
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        }
    }

    // Closing fails half way: the pool's threads stay, and with them the process.

    @Test
    void whatCannotBeClosedProperlyIsClosedAllTheSame() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Path data = folder.resolve("data");
        EmbeddedStore store = open(data, disk);
        Mail.deliver(store, List.of(ALICE), 1, 300);
        disk.fail(1, Fault.FAIL, call -> call == Call.CUT);
        assertThatThrownBy(store::close).isInstanceOf(StoreException.class);
        assertThat(field(store, "pool", java.util.concurrent.ExecutorService.class)
                        .isShutdown())
                .isTrue();
    }

    // Killed twice: while a pack is given back, and soon after the next start.

    @Test
    void aPackWhoseJournalIsStillNeededOutlivesTheNextStart() throws Exception {
        Path data = folder.resolve("data");
        Path left = folder.resolve("left");
        Path again = folder.resolve("again");
        try (EmbeddedStore store = open(data)) {
            for (int seed = 1; seed <= 130; seed++) {
                Mail.deliver(store, List.of(ALICE), seed, 9_000);
            }
            for (Mail.Message message : Mail.messages(store, ALICE).subList(0, 100)) {
                Mail.expunge(store, ALICE, message);
            }
            now.updateAndGet(before -> before.plus(Duration.ofDays(1)));
            assertThat(store.sweep()).isEqualTo(100);
            copy(data, left);
            assertThat(store.compact()).isEqualTo(1);
            // Killed behind the journal record that gives pack 1 back, before RocksDB was flushed.
            try (Stream<Path> packs = Files.list(data.resolve("packs"))) {
                for (Path file : packs.toList()) {
                    Files.copy(
                            file,
                            left.resolve("packs").resolve(file.getFileName()),
                            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
            assertThat(pack(data, 1)).doesNotExist();
            assertThat(pack(left, 1)).exists();
        }
        List<Long> all = LongStream.rangeClosed(101, 130).boxed().toList();
        try (EmbeddedStore store = open(left)) {
            assertThat(seeds(store)).isEqualTo(all);
            copy(left, again); // And killed again.
        }
        try (EmbeddedStore store = open(again)) {
            assertThat(seeds(store)).isEqualTo(all);
        }
    }
}
