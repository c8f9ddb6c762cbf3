package org.pennypost.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.store.conformance.Fixture.ALICE;
import static org.pennypost.store.conformance.Fixture.BOB;
import static org.pennypost.store.conformance.Fixture.bytes;
import static org.pennypost.store.conformance.Fixture.content;
import static org.pennypost.store.conformance.Fixture.draft;
import static org.pennypost.store.conformance.Fixture.key;
import static org.pennypost.store.conformance.Fixture.link;
import static org.pennypost.store.conformance.Fixture.store;
import static org.pennypost.store.conformance.Fixture.unlink;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.CheckReport;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/** Blobs: names, sharing, links, reading at any place, sizes from nothing to 30 MB. */
interface BlobsConformance extends NewRig {
    /** Longer than any engine's grace. */
    Duration LONG = Duration.ofDays(30);

    @Test
    default void aBlobIsNamedByItsBytes() throws Exception {
        byte[] content = bytes("Subject: hello\r\n\r\nworld\r\n");
        try (Rig rig = rig()) {
            Store store = rig.store();
            BlobId id = store(store, ALICE, "m1", content);
            assertThat(id.toBytes())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
            assertThat(content(store, id)).isEqualTo(content);
            assertThat(store.blobs().open(BlobId.of(new byte[BlobId.BYTES]))).isEmpty();
        }
    }

    @Test
    default void sizesOfEveryKindComeBack() throws Exception {
        Random random = new Random(7);
        try (Rig rig = rig()) {
            Store store = rig.store();
            List<byte[]> contents = new ArrayList<>();
            for (int size : new int[] {0, 1, 4_095, 4_096, 65_537, 999_999, 1 << 20, (1 << 20) + 1, 3_000_000}) {
                byte[] content = new byte[size];
                random.nextBytes(content);
                contents.add(content);
            }
            List<BlobId> ids = new ArrayList<>();
            for (byte[] content : contents) {
                ids.add(store(store, ALICE, "m" + content.length, content));
            }
            rig.reopen();
            for (int i = 0; i < ids.size(); i++) {
                assertThat(Arrays.equals(content(rig.store(), ids.get(i)), contents.get(i)))
                        .as("the blob of %s bytes", contents.get(i).length)
                        .isTrue();
            }
        }
    }

    @Test
    default void thirtyMegabytesArriveInPieces() throws Exception {
        int size = 30_000_000;
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        try (Rig rig = rig()) {
            Store store = rig.store();
            BlobId id;
            try (BlobDraft draft = store.blobs().draft()) {
                Random random = new Random(30);
                byte[] piece = new byte[65_536];
                while (draft.size() < size) {
                    random.nextBytes(piece);
                    int length = (int) Math.min(piece.length, size - draft.size());
                    draft.write(piece, 0, length);
                    expected.update(piece, 0, length);
                }
                draft.finish();
                assertThat(draft.size()).isEqualTo(size);
                id = draft.id();
                assertThat(digest(draft)).isEqualTo(id.toBytes());
                link(store, ALICE, "big", draft).await();
            }
            assertThat(id.toBytes()).isEqualTo(expected.digest());
            rig.reopen();
            MessageDigest read = MessageDigest.getInstance("SHA-256");
            try (Blob blob = rig.store().blobs().open(id).orElseThrow()) {
                assertThat(blob.size()).isEqualTo(size);
                byte[] piece = new byte[100_000];
                long at = 0;
                for (int count = blob.read(at, piece, 0, piece.length);
                        count > 0;
                        count = blob.read(at, piece, 0, piece.length)) {
                    read.update(piece, 0, count);
                    at += count;
                }
                assertThat(at).isEqualTo(size);
            }
            assertThat(read.digest()).isEqualTo(id.toBytes());
        }
    }

    @Test
    default void manyAreOpenedTogether() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            List<BlobId> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add(store(store, ALICE, "m" + i, new byte[] {(byte) i, 7}));
            }
            ids.add(3, BlobId.of(new byte[BlobId.BYTES]));
            List<Optional<Blob>> opened = store.blobs().open(ids);
            assertThat(opened).hasSameSizeAs(ids);
            for (int i = 0; i < ids.size(); i++) {
                if (i == 3) {
                    assertThat(opened.get(i)).isEmpty();
                    continue;
                }
                try (Blob blob = opened.get(i).orElseThrow()) {
                    assertThat(content(blob)).containsExactly(i < 3 ? i : i - 1, 7);
                }
            }
            assertThat(store.blobs().open(List.of())).isEmpty();
        }
    }

    @Test
    default void aBlobIsReadAtAnyPlace() throws Exception {
        byte[] content = new byte[100_000];
        new Random(3).nextBytes(content);
        try (Rig rig = rig()) {
            Store store = rig.store();
            BlobId id = store(store, ALICE, "m", content);
            Random random = new Random(4);
            try (Blob blob = store.blobs().open(id).orElseThrow()) {
                for (int round = 0; round < 200; round++) {
                    int at = random.nextInt(content.length);
                    byte[] into = new byte[50 + random.nextInt(5_000)];
                    int count = blob.read(at, into, 20, into.length - 40);
                    assertThat(count).isBetween(1, into.length - 40);
                    assertThat(Arrays.equals(into, 20, 20 + count, content, at, at + count))
                            .isTrue();
                    assertThat(Arrays.mismatch(into, 0, 20, new byte[20], 0, 20))
                            .isEqualTo(-1);
                }
                assertThat(blob.read(content.length - 1, new byte[10], 0, 10)).isEqualTo(1);
                assertThat(blob.read(content.length, new byte[10], 0, 10)).isEqualTo(-1);
                assertThat(blob.read(Long.MAX_VALUE, new byte[10], 0, 10)).isEqualTo(-1);
                assertThatThrownBy(() -> blob.read(-1, new byte[10], 0, 10))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    default void equalBytesAreStoredOnce() throws Exception {
        byte[] content = bytes("to many");
        try (Rig rig = rig()) {
            Store store = rig.store();
            List<Pending<String>> together = new ArrayList<>();
            rig.hold();
            try (BlobDraft one = draft(store, content);
                    BlobDraft two = draft(store, content)) {
                together.add(link(store, ALICE, "m", one));
                together.add(link(store, BOB, "m", one));
                together.add(link(store, BOB, "n", two));
            }
            rig.release();
            for (Pending<String> each : together) {
                each.await();
            }
            BlobId id = store(store, ALICE, "later", content);
            assertThat(store.check(CheckDepth.BYTES)).isEqualTo(new CheckReport(0, 1, content.length, 0, List.of()));
            unlink(store, ALICE, "m", id);
            unlink(store, ALICE, "later", id);
            unlink(store, BOB, "m", id);
            rig.advance(LONG);
            rig.sweep();
            assertThat(content(store, id)).isEqualTo(content);
            unlink(store, BOB, "n", id);
            rig.advance(LONG);
            rig.sweep();
            assertThat(store.blobs().open(id)).isEmpty();
            assertThat(store.check(CheckDepth.BYTES)).isEqualTo(new CheckReport(0, 0, 0, 0, List.of()));
        }
    }

    @Test
    default void aStoredBlobIsLinkedByName() throws Exception {
        byte[] content = bytes("copied");
        try (Rig rig = rig()) {
            Store store = rig.store();
            BlobId id = store(store, ALICE, "original", content);
            store.update(ALICE, (_, batch) -> {
                batch.link(id, key("copy"));
                batch.link(id, key("copy"));
                batch.unlink(id, key("original"));
                return null;
            });
            rig.advance(LONG);
            rig.sweep();
            assertThat(content(store, id)).isEqualTo(content);
            store.update(ALICE, (_, batch) -> {
                batch.unlink(id, key("copy"));
                batch.link(id, key("copy"));
                return null;
            });
            rig.advance(LONG);
            rig.sweep();
            assertThat(content(store, id)).isEqualTo(content);
            unlink(store, ALICE, "copy", id);
            unlink(store, ALICE, "never", id);
            rig.advance(LONG);
            rig.sweep();
            assertThat(store.blobs().open(id)).isEmpty();
        }
    }

    @Test
    default void aPendingBlobIsLinkedByNameUponIt() throws Exception {
        byte[] content = bytes("copied at once");
        try (Rig rig = rig()) {
            Store store = rig.store();
            rig.hold();
            BlobId id;
            try (BlobDraft draft = draft(store, content)) {
                id = draft.id();
                link(store, ALICE, "original", draft);
            }
            Pending<String> copied = store.submit(ALICE, (_, batch) -> {
                batch.link(id, key("copy"));
                return "copied";
            });
            rig.release();
            copied.await();
            unlink(store, ALICE, "original", id);
            rig.advance(LONG);
            rig.sweep();
            assertThat(content(store, id)).isEqualTo(content);
        }
    }

    @Test
    default void aLinkToAMissingBlobIsRefused() throws Exception {
        BlobId missing = BlobId.of(new byte[BlobId.BYTES]);
        try (Rig rig = rig()) {
            Store store = rig.store();
            assertThatThrownBy(() -> store.submit(ALICE, (_, batch) -> {
                        batch.put(key("a"), bytes("1"));
                        batch.link(missing, key("a"));
                        return null;
                    }))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("no blob " + missing);
            assertThat(Fixture.rows(store, ALICE)).isEmpty();
        }
    }

    @Test
    default void aDroppedDraftLeavesNothing() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            BlobId small;
            try (BlobDraft draft = draft(store, bytes("dropped"))) {
                small = draft.id();
            }
            BlobId large;
            try (BlobDraft draft = draft(store, new byte[2_500_000])) {
                large = draft.id();
            }
            try (BlobDraft unfinished = store.blobs().draft()) {
                unfinished.write(new byte[2_500_000], 0, 2_500_000);
            }
            assertThat(store.blobs().open(small)).isEmpty();
            assertThat(store.blobs().open(large)).isEmpty();
            assertThat(store.check(CheckDepth.BYTES)).isEqualTo(new CheckReport(0, 0, 0, 0, List.of()));
        }
    }

    private static byte[] digest(BlobDraft draft) throws Exception {
        MessageDigest read = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[70_000];
        long at = 0;
        for (int count = draft.read(at, piece, 0, piece.length);
                count > 0;
                count = draft.read(at, piece, 0, piece.length)) {
            read.update(piece, 0, count);
            at += count;
        }
        assertThat(at).isEqualTo(draft.size());
        return read.digest();
    }

    @Test
    default void aFinishedDraftIsReadAtAnyPlace() throws Exception {
        try (Rig rig = rig()) {
            BlobDraft draft = rig.store().blobs().draft();
            byte[] content = new byte[50_000];
            new Random(5).nextBytes(content);
            for (int at = 0; at < content.length; at += 1_250) {
                draft.write(content, at, 1_250);
            }
            assertThatThrownBy(() -> draft.read(0, new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
            draft.finish();
            for (int at = 0; at < content.length; at += 777) {
                byte[] into = new byte[5_000];
                int done = 0;
                while (done < 4_000 && at + done < content.length) {
                    done += draft.read(at + done, into, 10 + done, 4_000 - done);
                }
                assertThat(Arrays.equals(content, at, at + done, into, 10, 10 + done))
                        .isTrue();
            }
            assertThat(draft.read(content.length, new byte[1], 0, 1)).isEqualTo(-1);
            draft.close();
            assertThatThrownBy(() -> draft.read(0, new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    default void aDraftIsUsedInItsOrder() throws Exception {
        try (Rig rig = rig()) {
            Store store = rig.store();
            BlobDraft draft = store.blobs().draft();
            draft.write(bytes("abc"), 1, 1);
            assertThatThrownBy(() -> link(store, ALICE, "a", draft)).isInstanceOf(IllegalStateException.class);
            draft.finish();
            assertThatThrownBy(() -> draft.write(bytes("x"), 0, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(draft::finish).isInstanceOf(IllegalStateException.class);
            draft.close();
            draft.close();
            assertThatThrownBy(() -> link(store, ALICE, "a", draft)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    default void anOpenBlobOutlivesItsLastLink() throws Exception {
        byte[] content = new byte[1_500_000];
        new Random(9).nextBytes(content);
        try (Rig rig = rig()) {
            Store store = rig.store();
            for (int size : new int[] {5_000, content.length}) {
                byte[] part = Arrays.copyOf(content, size);
                BlobId id = store(store, ALICE, "m", part);
                try (Blob blob = store.blobs().open(id).orElseThrow()) {
                    unlink(store, ALICE, "m", id);
                    rig.advance(LONG);
                    rig.sweep();
                    assertThat(Arrays.equals(content(blob), part)).isTrue();
                }
                assertThat(store.blobs().open(id)).isEmpty();
            }
        }
    }

    @Test
    default void aBlobComesBackAfterItWent() throws Exception {
        byte[] content = bytes("again and again");
        try (Rig rig = rig()) {
            Store store = rig.store();
            for (int round = 0; round < 3; round++) {
                BlobId id = store(store, ALICE, "m", content);
                assertThat(content(store, id)).isEqualTo(content);
                unlink(store, ALICE, "m", id);
                rig.advance(LONG);
                rig.sweep();
                assertThat(store.blobs().open(id)).isEmpty();
            }
        }
    }

    @Test
    default void manyReadAtOnce() throws Exception {
        byte[] content = new byte[300_000];
        new Random(12).nextBytes(content);
        try (Rig rig = rig();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Store store = rig.store();
            BlobId id = store(store, ALICE, "m", content);
            List<Future<Boolean>> reading = new ArrayList<>();
            for (int reader = 0; reader < 20; reader++) {
                reading.add(threads.submit(() -> Arrays.equals(content(store, id), content)));
            }
            for (Future<Boolean> each : reading) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    /** Linking and unlinking the same bytes while they are swept: what is linked is there. */
    @Test
    default void whatIsLinkedIsNeverSwept() throws Exception {
        try (Rig rig = rig();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Store store = rig.store();
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                String owner = "w" + writer;
                writing.add(threads.submit(() -> {
                    for (int round = 0; round < 40; round++) {
                        byte[] content = bytes("shared by all in round " + round % 3);
                        BlobId id = store(store, ALICE, owner, content);
                        assertThat(content(store, id)).isEqualTo(content);
                        store.update(ALICE, (_, batch) -> {
                            batch.link(id, key(owner + "copy"));
                            batch.unlink(id, key(owner));
                            return null;
                        });
                        assertThat(content(store, id)).isEqualTo(content);
                        unlink(store, ALICE, owner + "copy", id);
                    }
                    return null;
                }));
            }
            Future<?> sweeping = threads.submit(() -> {
                for (int round = 0; round < 50; round++) {
                    rig.advance(LONG);
                    rig.sweep();
                }
                return null;
            });
            for (Future<?> each : writing) {
                each.get();
            }
            sweeping.get();
            rig.advance(LONG);
            rig.sweep();
            assertThat(store.check(CheckDepth.BYTES)).isEqualTo(new CheckReport(0, 0, 0, 0, List.of()));
        }
    }
}
