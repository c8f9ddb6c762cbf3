package org.pennypost.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.CommandsUnderWay;

class GivingWayTest {
    private static final long MILLI = 1_000_000;

    private final AtomicLong clock = new AtomicLong(-5 * MILLI);
    private final CommandsUnderWay commands = new CommandsUnderWay();
    private final GivingWay way = new GivingWay(clock::get, clock::addAndGet);

    private long paused() {
        long before = clock.get();
        way.pause(commands);
        return clock.get() - before;
    }

    @Test
    void standsStillForCommandsAloneAndFourTimesAsLongAsItWorked() {
        clock.addAndGet(MILLI);
        assertThat(paused()).isZero();
        commands.begin();
        clock.addAndGet(MILLI);
        // What it worked before, when nobody was there, counts too.
        assertThat(paused()).isEqualTo(8 * MILLI);
        clock.addAndGet(MILLI);
        assertThat(paused()).isEqualTo(4 * MILLI);
        assertThat(paused()).isZero();
        commands.end();
        clock.addAndGet(MILLI);
        assertThat(paused()).isZero();
    }

    @Test
    void goesOnAsSoonAsTheCommandIsAnswered() {
        AtomicLong naps = new AtomicLong();
        GivingWay other = new GivingWay(clock::get, nap -> {
            clock.addAndGet(nap);
            if (naps.incrementAndGet() == 3) {
                commands.end();
            }
        });
        commands.begin();
        clock.addAndGet(10 * MILLI);
        other.pause(commands);
        assertThat(naps).hasValue(3);
    }

    /** However long a merge took; and what was before the work began is no work. */
    @Test
    void isBounded() {
        commands.begin();
        clock.addAndGet(60_000 * MILLI);
        assertThat(paused()).isEqualTo(GivingWay.OWED_NANOS_MAX);
        clock.addAndGet(60_000 * MILLI);
        way.begin();
        clock.addAndGet(MILLI);
        assertThat(paused()).isEqualTo(GivingWay.FACTOR * MILLI);
    }
}
