package org.pennypost.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.Mail.Message;

/** Where the bytes of a blob are from its first to its last day. */
class BlobLifeTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    private static final Partition BOB = new Partition(Partition.FIRST_ACCOUNT + 1);
    private static final int LARGE = 250_000;
    private static final Settings SMALL =
            Settings.defaults().withDraftBytesMax(100_000).withFreeBytesMin(0);

    @TempDir
    private Path folder = Path.of(".");

    private static List<String> files(EmbeddedRig rig) throws Exception {
        return rig.disk.list(rig.packs());
    }

    private static BlobDraft draft(Store store, long seed, int sizeBytes) throws StoreException {
        BlobDraft draft = store.blobs().draft();
        draft.write(Mail.content(seed, sizeBytes), 0, sizeBytes);
        return draft;
    }

    @Test
    void smallBlobsShareAPackAndLargeOnesHaveTheirOwn() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL)) {
            for (int seed = 0; seed < 10; seed++) {
                Mail.deliver(rig.store(), List.of(ALICE), seed, 5_000);
            }
            assertThat(files(rig)).hasSize(1);
            Mail.deliver(rig.store(), List.of(ALICE, BOB), 10, LARGE);
            Mail.deliver(rig.store(), List.of(ALICE, BOB), 11, LARGE);
            assertThat(files(rig)).hasSize(3);
            Mail.deliver(rig.store(), List.of(ALICE, BOB), 11, LARGE);
            assertThat(files(rig)).as("the same bytes again").hasSize(3);
            rig.reopen();
            Mail.deliver(rig.store(), List.of(ALICE), 12, 5_000);
            assertThat(files(rig)).as("small blobs stay together").hasSize(3);
            for (Partition account : List.of(ALICE, BOB)) {
                for (Message message : Mail.verify(rig.store(), account)) {
                    if (message.seed() == 11) {
                        Mail.expunge(rig.store(), account, message);
                    }
                }
            }
            rig.advance(Duration.ofDays(1));
            assertThat(rig.store().sweep()).isEqualTo(1);
            assertThat(files(rig)).as("its file goes with the blob").hasSize(2);
        }
    }

    @Test
    void draftsTogetherHoldOnlySoMuchMemory() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL.withDraftsBytesMax(100_000))) {
            Store store = rig.store();
            try (BlobDraft first = draft(store, 1, 80_000);
                    BlobDraft second = draft(store, 2, 80_000)) {
                assertThat(files(rig)).as("the second has to go to the disk").hasSize(1);
                first.finish();
                second.finish();
            }
            assertThat(files(rig)).isEmpty();
            try (BlobDraft third = draft(store, 3, 90_000)) {
                assertThat(files(rig)).as("there is room again").isEmpty();
                third.finish();
            }
            Mail.deliver(store, List.of(ALICE), 4, 80_000);
            Mail.deliver(store, List.of(ALICE), 5, 80_000);
            assertThat(Mail.verify(store, ALICE)).hasSize(2);
        }
    }

    /** The commit was planned while the blob was there, and waits behind the sweep: it holds the blob all the same. */
    @Test
    void aPlannedLinkKeepsTheSweepAway() throws Exception {
        try (EmbeddedRig rig = new EmbeddedRig(folder, SMALL)) {
            Store store = rig.store();
            Mail.deliver(store, List.of(ALICE), 1, 5_000);
            Message message = Mail.messages(store, ALICE).getFirst();
            Mail.expunge(store, ALICE, message);
            BlobId blob = message.blob();
            rig.advance(Duration.ofDays(1));
            rig.hold();
            Pending<Boolean> linking = store.submit(BOB, (_, batch) -> {
                batch.put(Mail.MESSAGES.u64(1), new Message(1, 1, 5_000, blob).toBytes());
                batch.link(blob, Mail.MESSAGES.u64(1));
                return true;
            });
            Thread sweeping = Thread.ofPlatform().start(() -> {
                try {
                    rig.sweep();
                } catch (StoreException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            while (sweeping.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            rig.release();
            linking.await();
            sweeping.join();
            assertThat(Mail.verify(store, BOB)).hasSize(1);
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        }
    }
}
