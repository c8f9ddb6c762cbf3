package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PasswordHasherTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Salts that come only when the gate is open: so a hash takes as long as the test wants. */
    private final class GatedRandom implements RandomGenerator {
        private final Random random = new Random(1);
        private volatile boolean gated;

        @Override
        public long nextLong() {
            if (gated) {
                begun.countDown();
                try {
                    gate.await();
                } catch (InterruptedException closed) {
                    Thread.currentThread().interrupt();
                }
            }
            return random.nextLong();
        }
    }

    @Test
    void oneComputesOneWaitsAndTheNextIsTurnedAway() throws Exception {
        GatedRandom random = new GatedRandom();
        try (PasswordHasher hasher = new PasswordHasher(DirectoryFixture.CHEAP, 4096, 1, 1, random);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            random.gated = true;
            Future<Optional<Credentials>> computing = threads.submit(() -> hasher.credentials(new byte[1]));
            begun.await();
            Future<Optional<Credentials>> waiting = threads.submit(() -> hasher.credentials(new byte[1]));
            while (hasher.waiting() == 0) {
                Thread.onSpinWait();
            }
            assertThat(hasher.credentials(new byte[1])).isEmpty();
            gate.countDown();
            assertThat(computing.get()).isPresent();
            assertThat(waiting.get()).isPresent();
            assertThat(hasher.computed()).isEqualTo(2);
        }
    }

    @Test
    void closingLeavesNobodyWaiting() throws Exception {
        GatedRandom random = new GatedRandom();
        PasswordHasher hasher = new PasswordHasher(DirectoryFixture.CHEAP, 4096, 1, 1, random);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            random.gated = true;
            Future<Optional<Credentials>> computing = threads.submit(() -> hasher.credentials(new byte[1]));
            begun.await();
            Future<Optional<Credentials>> waiting = threads.submit(() -> hasher.credentials(new byte[1]));
            while (hasher.waiting() == 0) {
                Thread.onSpinWait();
            }
            hasher.close();
            assertThat(computing.get()).isPresent();
            assertThat(waiting.get()).isEmpty();
            assertThat(hasher.credentials(new byte[1])).isEmpty();
        }
    }
}
