package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.FakeClock;

/** What a sweep ends, and what it lets be. */
class DeadlinesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final FakeClock clock = new FakeClock();
    private final Deadlines deadlines = new Deadlines(clock::nanoTime);
    private final MemoryLink.Pair pair = MemoryLink.pair(40_000, 25);
    private final Deadlines.Watch watch = deadlines.watch(pair.server());

    @Test
    void aWriteIsEndedWhenTwoSweepsFoundItLate() throws IOException {
        watch.writeWithin(PATIENCE.toNanos());
        clock.advance(PATIENCE.minusNanos(1));
        deadlines.sweep();
        deadlines.sweep();
        clock.advance(Duration.ofNanos(1));
        deadlines.sweep();
        assertThat(watch.writeExpired()).isFalse();
        deadlines.sweep();
        assertThat(watch.writeExpired()).isTrue();
        assertThat(pair.client().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void aWriteThatFollowsALateOneHasTimeOfItsOwn() {
        watch.writeWithin(PATIENCE.toNanos());
        clock.advance(PATIENCE);
        deadlines.sweep();
        watch.writeDone();
        watch.writeWithin(PATIENCE.toNanos());
        deadlines.sweep();
        deadlines.sweep();
        assertThat(watch.writeExpired()).isFalse();
    }

    @Test
    void aReadIsEndedByTheFirstSweepAndWritingGoesOn() throws IOException {
        watch.readUntil(watch.after(PATIENCE.toNanos()));
        clock.advance(PATIENCE);
        deadlines.sweep();
        assertThat(watch.readExpired()).isTrue();
        assertThat(pair.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        pair.server().write(ByteBuffer.wrap(new byte[] {'4'}));
        assertThat(pair.client().read(ByteBuffer.allocate(1))).isEqualTo(1);
    }
}
