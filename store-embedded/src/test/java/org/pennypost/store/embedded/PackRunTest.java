package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobId;
import org.pennypost.store.CorruptFile;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;

/** Blobs that stand behind one another and are opened together: each is the right one, with few reads. */
@ExtendWith(QuietLog.class)
class PackRunTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    private static final Partition BOB = new Partition(Partition.FIRST_ACCOUNT + 1);
    private static final int SIZE = 4_000;
    private static final int MESSAGES = 25;

    @TempDir
    private Path folder = Path.of(".");

    private List<Mail.Message> messages = List.of();

    /** Bob's messages stand between Alice's, and journal records between all. */
    @BeforeEach
    void deliver() throws Exception {
        try (EmbeddedRig rig = rig()) {
            for (int seed = 0; seed < MESSAGES; seed++) {
                Mail.deliver(rig.store(), List.of(ALICE), seed, SIZE);
                Mail.deliver(rig.store(), List.of(BOB), 1_000 + seed, 10);
            }
            messages = Mail.messages(rig.store(), ALICE);
        }
    }

    private EmbeddedRig rig() throws StoreException {
        return new EmbeddedRig(folder, Settings.defaults());
    }

    /** Opens them together, reads and closes them; how many could be opened. */
    private static int verify(EmbeddedStore store, List<Mail.Message> wanted) throws StoreException {
        List<Optional<Blob>> opened =
                store.blobs().open(wanted.stream().map(Mail.Message::blob).toList());
        for (int i = 0; i < opened.size(); i++) {
            Mail.Message message = wanted.get(i);
            byte[] content = Mail.content(message.seed(), message.sizeBytes());
            try (Blob blob = opened.get(i).orElseThrow()) {
                assertThat(blob.size()).isEqualTo(content.length);
                byte[] read = new byte[content.length + 3];
                int count = blob.read(0, read, 2, content.length);
                assertThat(count).isEqualTo(content.length);
                assertThat(Arrays.copyOfRange(read, 2, 2 + count)).isEqualTo(content);
                assertThat(blob.read(content.length - 5, read, 0, 100)).isEqualTo(5);
                assertThat(blob.read(content.length, read, 0, 100)).isEqualTo(-1);
                assertThatThrownBy(() -> blob.read(-1, read, 0, 1)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> blob.read(0, read, 0, read.length + 1))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
        return opened.size();
    }

    @Test
    void thoseInARowAreReadTogether() throws Exception {
        try (EmbeddedRig rig = rig()) {
            long before = rig.disk.reads();
            assertThat(verify(rig.store(), messages)).isEqualTo(MESSAGES);
            assertThat(rig.disk.reads() - before).isLessThan(5);
        }
    }

    /** A run goes on where the one before it ended, and the database is not asked again. */
    @Test
    void aLongRowIsReadFromEndToEnd() throws Exception {
        try (EmbeddedRig rig = rig()) {
            for (int seed = 0; seed < 200; seed++) {
                Mail.deliver(rig.store(), List.of(BOB), 2_000 + seed, SIZE);
            }
            List<Mail.Message> all = Mail.messages(rig.store(), BOB);
            List<Mail.Message> row = all.subList(all.size() - 200, all.size());
            long before = rig.disk.reads();
            assertThat(verify(rig.store(), row)).isEqualTo(200);
            assertThat(rig.disk.reads() - before).isLessThan(12);
        }
    }

    /** The memory of those that are closed is used again, and that of no other. */
    @Test
    void theOthersStayOpen() throws Exception {
        try (EmbeddedRig rig = rig()) {
            List<BlobId> ids = messages.stream().map(Mail.Message::blob).toList();
            List<Optional<Blob>> opened = rig.store().blobs().open(ids);
            Blob first = opened.getFirst().orElseThrow();
            first.close();
            first.close();
            assertThatThrownBy(() -> first.read(0, new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
            opened.subList(1, MESSAGES - 1).forEach(each -> each.orElseThrow().close());
            for (int i = 0; i < 3; i++) {
                assertThat(verify(rig.store(), messages.reversed())).isEqualTo(MESSAGES);
                assertThat(verify(rig.store(), messages)).isEqualTo(MESSAGES);
            }
            byte[] read = new byte[SIZE];
            try (Blob last = opened.getLast().orElseThrow()) {
                assertThat(last.read(0, read, 0, SIZE)).isEqualTo(SIZE);
            }
            assertThat(read).isEqualTo(Mail.content(MESSAGES - 1, SIZE));
        }
    }

    @Test
    void inAnyOtherOrder() throws Exception {
        try (EmbeddedRig rig = rig()) {
            assertThat(verify(rig.store(), messages.reversed())).isEqualTo(MESSAGES);
            List<Mail.Message> mixed = new ArrayList<>(messages.subList(10, 20));
            mixed.addAll(messages.subList(0, 10));
            mixed.add(7, messages.get(3));
            assertThat(verify(rig.store(), mixed)).isEqualTo(21);
        }
    }

    @Test
    void someAreGone() throws Exception {
        try (EmbeddedRig rig = rig()) {
            List<BlobId> ids =
                    new ArrayList<>(messages.stream().map(Mail.Message::blob).toList());
            ids.set(5, BlobId.of(new byte[BlobId.BYTES]));
            List<Optional<Blob>> opened = rig.store().blobs().open(ids);
            assertThat(opened).hasSize(MESSAGES);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(opened.get(i).isEmpty()).isEqualTo(i == 5);
                opened.get(i).ifPresent(Blob::close);
            }
        }
    }

    /** Whatever byte is damaged: those before it are opened, and nothing else is taken for what stood there. */
    @Test
    void oneIsDamaged() throws Exception {
        Path pack = PackFormat.file(folder.resolve("packs"), 1);
        byte[] first = Mail.content(12, 8);
        long place = placeOf(pack, first) - PackFormat.RECORD_HEADER_BYTES;
        for (int offset : List.of(0, 4, 10, 43, 49, 53, PackFormat.RECORD_HEADER_BYTES + SIZE / 2)) {
            flip(pack, place + offset);
            try (EmbeddedStore store =
                    EmbeddedStore.open(folder, Settings.defaults(), InstantSource.system(), Disk.real())) {
                assertThatThrownBy(() -> {
                            assertThat(verify(store, messages)).isEqualTo(12);
                            verify(store, messages.subList(12, MESSAGES));
                        })
                        .as("byte %d", offset)
                        .isInstanceOf(CorruptFile.class);
                assertThat(verify(store, messages.subList(13, MESSAGES))).isEqualTo(12);
            }
            flip(pack, place + offset);
        }
    }

    private static long placeOf(Path pack, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "r")) {
            byte[] all = new byte[(int) Math.min(file.length(), 1 << 20)];
            file.readFully(all);
            for (int at = 0; at < all.length - bytes.length; at++) {
                if (Arrays.mismatch(all, at, at + bytes.length, bytes, 0, bytes.length) < 0) {
                    return at;
                }
            }
        }
        throw new AssertionError("not there");
    }

    private static void flip(Path pack, long offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
            file.seek(offset);
            int there = file.read();
            file.seek(offset);
            file.write(there ^ 0x10);
        }
    }
}
