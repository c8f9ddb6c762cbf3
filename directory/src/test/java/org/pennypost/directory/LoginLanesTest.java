package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoginLanesTest {
    private static final int WAITING_MAX = 8;

    private final LoginLanes lanes = new LoginLanes(WAITING_MAX, Duration.ofMinutes(1));

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the others get their chance to be in too, were there no lane
    void oneOfALaneIsInAtATime() throws Exception {
        AtomicInteger in = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Boolean>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WAITING_MAX; i++) {
                all.add(threads.submit(() -> {
                    boolean entered = lanes.enter("alice");
                    most.accumulateAndGet(in.incrementAndGet(), Math::max);
                    Thread.yield();
                    in.decrementAndGet();
                    lanes.leave("alice");
                    return entered;
                }));
            }
        }
        for (Future<Boolean> each : all) {
            assertThat(each.get()).isTrue();
        }
        assertThat(most).hasValue(1);
        assertThat(lanes.size()).isZero();
    }

    @Test
    void lanesDoNotWaitForEachOther() {
        assertThat(lanes.enter("alice")).isTrue();
        assertThat(lanes.enter("bob")).isTrue();
        lanes.leave("alice");
        lanes.leave("bob");
        assertThat(lanes.size()).isZero();
    }

    @Test
    void moreThanMayWaitAreSentAwayAtOnce() throws Exception {
        assertThat(lanes.enter("alice")).isTrue();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> waiting = new ArrayList<>();
            for (int i = 1; i < WAITING_MAX; i++) {
                waiting.add(threads.submit(() -> {
                    boolean entered = lanes.enter("alice");
                    lanes.leave("alice");
                    return entered;
                }));
            }
            while (lanes.inside("alice") < WAITING_MAX) {
                Thread.onSpinWait();
            }
            assertThat(lanes.enter("alice")).isFalse();
            assertThat(lanes.inside("alice")).isEqualTo(WAITING_MAX);
            lanes.leave("alice");
            for (Future<Boolean> each : waiting) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(lanes.size()).isZero();
    }

    @Test
    void whoseTimeIsUpLeavesNothingBehind() {
        LoginLanes impatient = new LoginLanes(WAITING_MAX, Duration.ZERO);
        assertThat(impatient.enter("alice")).isTrue();
        assertThat(impatient.enter("alice")).isFalse();
        Thread.currentThread().interrupt();
        assertThat(impatient.enter("alice")).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(impatient.inside("alice")).isEqualTo(1);
        impatient.leave("alice");
        assertThat(impatient.enter("alice")).isTrue();
        impatient.leave("alice");
        assertThat(impatient.size()).isZero();
    }
}
