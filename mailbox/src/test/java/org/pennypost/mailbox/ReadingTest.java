package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** Two threads read, one of them takes: everything once, in order, and what is not taken is given back. */
@Timeout(60)
class ReadingTest {
    private static final int ROUNDS = 300;

    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

    /** Reads as many as it likes, at least one; what is divisible by 7 is not there. */
    private List<Optional<Long>> read(long[] contents, int batchMax, long damaged) throws StoreException {
        readers.add(Thread.currentThread());
        List<Optional<Long>> batch = new ArrayList<>();
        for (int i = 0; i < contents.length && i < batchMax; i++) {
            if (contents[i] == damaged && i == 0) {
                throw new StoreException("damaged");
            }
            if (contents[i] == damaged) {
                break;
            }
            boolean there = contents[i] % 7 != 0;
            if (there) {
                assertThat(open.add(contents[i])).as("read once").isTrue();
            }
            batch.add(there ? Optional.of(contents[i]) : Optional.empty());
        }
        return batch;
    }

    @Test
    void inOrderAndOnceHoweverManyAreReadAtATime() {
        Gen gen = Gen.seeded("ReadingTest");
        for (int round = 0; round < ROUNDS; round++) {
            int count = gen.number(1, 200);
            int batchMax = gen.number(1, 20);
            long damaged = gen.onceIn(3) ? gen.number(0, count) : -1;
            int taken = gen.onceIn(3) ? gen.number(0, count) : Integer.MAX_VALUE;
            long[] contents = LongStream.range(0, count).toArray();
            Reading<Long> reading =
                    new Reading<>(1_000, wanted -> read(wanted, batchMax, damaged), contents, 16, open::remove);
            List<Long> got = new ArrayList<>();
            Set<Long> kept = new HashSet<>();
            boolean ended = false;
            while (!ended && got.size() < taken) {
                assertThat(reading.begin()).isEqualTo(1_000 + got.size());
                List<Optional<Long>> batch = reading.next();
                ended = batch.isEmpty();
                for (Optional<Long> each : batch) {
                    long wanted = got.size();
                    assertThat(each).isEqualTo(wanted % 7 == 0 ? Optional.empty() : Optional.of(wanted));
                    each.ifPresent(kept::add);
                    got.add(wanted);
                }
            }
            reading.leave();
            if (ended) {
                assertThat(got).hasSize((int) (damaged >= 0 ? Math.min(damaged, count) : count));
                assertThat(reading.next()).isEmpty();
            }
            assertThat(open).isEqualTo(kept);
            open.clear();
        }
    }

    @Test
    void whoeverFindsNothingReadReadsAsWell() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch helped = new CountDownLatch(1);
        Thread taker = Thread.currentThread();
        long[] contents = LongStream.range(0, 64).toArray();
        Reading<Long> reading = new Reading<>(
                0,
                wanted -> {
                    if (Thread.currentThread() == taker) {
                        await(begun);
                        helped.countDown();
                    } else {
                        begun.countDown();
                        await(helped);
                    }
                    return read(wanted, 16, -1);
                },
                contents,
                16,
                open::remove);
        int got = 0;
        for (List<Optional<Long>> batch = reading.next(); !batch.isEmpty(); batch = reading.next()) {
            got += batch.size();
        }
        assertThat(got).isEqualTo(64);
        assertThat(readers).hasSize(2).contains(taker);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
