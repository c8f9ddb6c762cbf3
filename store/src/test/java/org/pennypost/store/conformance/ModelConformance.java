package org.pennypost.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pennypost.store.Batch;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.BlobId;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Entry;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Snapshot;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;

/** Random work from many threads, each on a partition of its own, compared step by step with plain maps. */
interface ModelConformance extends NewRig {
    int WRITERS = 8;
    int ROUNDS = 3;
    int STEPS = 150;

    @Test
    default void randomWorkMatchesTheModel() throws Exception {
        long seed = Long.getLong("pennypost.seed", new Random().nextLong());
        System.out.println("randomWorkMatchesTheModel: -Dpennypost.seed=" + seed);
        try (Rig rig = rig();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Writer> writers = new ArrayList<>();
            for (int number = 0; number < WRITERS; number++) {
                writers.add(new Writer(new Partition(2_000 + number), new Random(seed + number)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                Store store = rig.store();
                List<Future<?>> running = new ArrayList<>();
                for (Writer writer : writers) {
                    running.add(threads.submit(() -> {
                        writer.run(store, STEPS);
                        return null;
                    }));
                }
                for (int sweep = 0; sweep < 5; sweep++) {
                    rig.advance(Duration.ofDays(1));
                    rig.sweep();
                }
                for (Future<?> each : running) {
                    each.get();
                }
                for (Writer writer : writers) {
                    writer.compare(store);
                }
                assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
                rig.reopen();
                for (Writer writer : writers) {
                    writer.compare(rig.store());
                }
            }
        }
    }

    /** One thread's partition and what it should hold. */
    final class Writer {
        private static final int KEYS = 40;
        private static final int PENDING_MAX = 8;
        private static final Key VALUES = Key.of('v');
        private static final Key COUNTERS = Key.of('n');

        private final Partition partition;
        private final Random random;
        private final NavigableMap<Key, byte[]> values = new TreeMap<>();
        private final Map<Key, Long> counters = new HashMap<>();
        private final Map<Key, BlobId> links = new HashMap<>();
        private final Map<BlobId, byte[]> contents = new HashMap<>();

        Writer(Partition partition, Random random) {
            this.partition = partition;
            this.random = random;
        }

        void run(Store store, int steps) throws StoreException {
            Deque<Pending<Boolean>> pending = new ArrayDeque<>();
            for (int step = 0; step < steps; step++) {
                pending.add(step(store));
                while (pending.size() > random.nextInt(PENDING_MAX)) {
                    assertThat(pending.remove().await()).isTrue();
                }
            }
            for (Pending<Boolean> each : pending) {
                assertThat(each.await()).isTrue();
            }
        }

        private Pending<Boolean> step(Store store) throws StoreException {
            try (BlobDraft draft = store.blobs().draft()) {
                byte[] content = content();
                draft.write(content, 0, content.length);
                contents.put(draft.finish(), content);
                return store.submit(partition, (now, batch) -> {
                    compareRows(now);
                    for (int change = random.nextInt(6); change > 0; change--) {
                        change(batch, draft);
                    }
                    return true;
                });
            }
        }

        private void change(Batch batch, BlobDraft draft) {
            Key value = VALUES.u32(random.nextInt(KEYS));
            Key counter = COUNTERS.u32(random.nextInt(3));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    byte[] bytes = new byte[random.nextInt(200)];
                    random.nextBytes(bytes);
                    batch.put(value, bytes);
                    values.put(value, bytes);
                }
                case 3 -> {
                    batch.delete(value);
                    values.remove(value);
                }
                case 4 -> {
                    Key to = VALUES.u32(value.u32At(1) + random.nextInt(10));
                    batch.deleteRange(value, to);
                    values.subMap(value, to).clear();
                }
                case 5 -> {
                    long delta = random.nextInt(100) - 50L;
                    batch.add(counter, delta);
                    counters.merge(counter, delta, Long::sum);
                }
                case 6 -> {
                    BlobId before = links.put(value, draft.id());
                    if (before != null) {
                        batch.unlink(before, value);
                    }
                    batch.link(draft, value);
                }
                default -> {
                    BlobId gone = links.remove(value);
                    if (gone != null) {
                        batch.unlink(gone, value);
                    }
                }
            }
        }

        /** Small, a few large, and many of them the same in all partitions. */
        private byte[] content() {
            int size = random.nextInt(100) == 0 ? 1_200_000 : random.nextInt(3_000);
            byte[] content = new byte[size];
            if (random.nextBoolean()) {
                new Random(random.nextInt(20)).nextBytes(content);
            } else {
                random.nextBytes(content);
            }
            return content;
        }

        void compare(Store store) throws StoreException {
            store.read(partition, now -> {
                compareRows(now);
                return null;
            });
            for (BlobId id : links.values()) {
                try (Blob blob = store.blobs().open(id).orElseThrow()) {
                    assertThat(Arrays.equals(Fixture.content(blob), contents.get(id)))
                            .isTrue();
                }
            }
        }

        private void compareRows(Snapshot now) throws StoreException {
            for (Map.Entry<Key, Long> counter : counters.entrySet()) {
                assertThat(now.counter(counter.getKey())).isEqualTo(counter.getValue());
            }
            boolean reverse = random.nextBoolean();
            List<Entry> rows = now.range(VALUES, VALUES.afterPrefix(), KEYS + 1, reverse);
            NavigableMap<Key, byte[]> expected = reverse ? values.descendingMap() : values;
            assertThat(rows).extracting(Entry::key).containsExactlyElementsOf(expected.keySet());
            for (Entry row : rows) {
                assertThat(row.value().bytes()).isEqualTo(values.get(row.key()));
            }
            Key one = VALUES.u32(random.nextInt(KEYS));
            assertThat(now.get(one).map(value -> value.bytes()).orElse(null)).isEqualTo(values.get(one));
        }
    }
}
