package org.pennypost.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
    private static final Partition ALICE = new Partition(Partition.FIRST_ACCOUNT);
    private static final Key COUNT = Key.of('c');
    private static final Key ROW = Key.of('r');

    private final MemoryStore store = new MemoryStore();

    @Test
    void heldCommitsAreSeenByWorksOnly() throws StoreException {
        store.hold();
        Pending<Long> first = store.submit(ALICE, (now, batch) -> {
            batch.add(COUNT, 1);
            return now.counter(COUNT);
        });
        Pending<Long> second = store.submit(ALICE, (now, batch) -> {
            batch.add(COUNT, 1);
            return now.counter(COUNT);
        });
        assertThat(store.<Long>read(ALICE, now -> now.counter(COUNT))).isZero();
        store.release();
        assertThat(first.await()).isZero();
        assertThat(second.await()).isEqualTo(1);
        assertThat(store.<Long>read(ALICE, now -> now.counter(COUNT))).isEqualTo(2);
    }

    @Test
    void aFailedCommitTakesThoseUponItAlong() throws StoreException {
        store.hold();
        store.failNext(new StoreFull("no room"));
        Pending<Integer> first = store.submit(ALICE, (_, batch) -> {
            batch.put(ROW, "1".getBytes(UTF_8));
            return 1;
        });
        Pending<Integer> second = store.submit(ALICE, (_, batch) -> {
            batch.add(COUNT, 1);
            return 2;
        });
        store.release();
        assertThatThrownBy(first::await).isInstanceOf(StoreFull.class);
        assertThatThrownBy(second::await).isInstanceOf(StoreFull.class);
        store.update(ALICE, (_, batch) -> {
            batch.add(COUNT, 5);
            return 0;
        });
        assertThat(store.<Long>read(ALICE, now -> now.counter(COUNT))).isEqualTo(5);
        assertThat(store.<Boolean>read(ALICE, now -> now.get(ROW).isEmpty())).isTrue();
    }

    @Test
    void aCrashLosesWhatWasNotDurable() throws StoreException {
        store.update(ALICE, (_, batch) -> {
            batch.add(COUNT, 1);
            return 0;
        });
        store.hold();
        Pending<Integer> lost = store.submit(ALICE, (_, batch) -> {
            batch.add(COUNT, 1);
            return 0;
        });
        store.crash();
        assertThatThrownBy(lost::await).isInstanceOf(StoreStopped.class);
        store.release();
        assertThat(store.<Long>update(ALICE, (now, _) -> now.counter(COUNT))).isEqualTo(1);
    }

    @Test
    void aBlobGoesWithItsLastLink() throws StoreException {
        BlobId id;
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write("bytes".getBytes(UTF_8), 0, 5);
            id = draft.finish();
            store.update(ALICE, (_, batch) -> {
                batch.link(draft, ROW);
                return 0;
            });
        }
        assertThat(store.check(CheckDepth.BYTES)).isEqualTo(new CheckReport(0, 1, 5, 0, List.of()));
        try (Blob blob = store.blobs().open(id).orElseThrow()) {
            store.update(ALICE, (_, batch) -> {
                batch.unlink(id, ROW);
                return 0;
            });
            byte[] bytes = new byte[3];
            assertThat(blob.read(2, bytes, 0, 3)).isEqualTo(3);
            assertThat(bytes).isEqualTo("tes".getBytes(UTF_8));
        }
        assertThat(store.blobs().open(id)).isEmpty();
        assertThatThrownBy(() -> store.update(ALICE, (_, batch) -> {
                    batch.link(id, ROW);
                    return 0;
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no blob");
    }
}
