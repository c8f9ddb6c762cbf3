package org.pennypost.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.queue.LimitReached.Counted;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

class TallyTest {
    private static final Duration SLOT = Duration.ofMinutes(5);

    @Test
    void roomComesWhenEnoughIsOlderThanTheWindow() {
        Instant noon = FakeClock.START;
        Tally tally =
                new Tally(Tally.Span.HOUR, List.of()).plus(noon, 2, 0).plus(noon.plus(Duration.ofMinutes(20)), 3, 0);
        Instant later = noon.plus(Duration.ofMinutes(30));

        assertThat(tally.roomAt(later, Counted.MESSAGES, 1, 6)).contains(later);
        assertThat(tally.roomAt(later, Counted.MESSAGES, 1, 5)).contains(noon.plus(Duration.ofMinutes(65)));
        assertThat(tally.roomAt(later, Counted.MESSAGES, 3, 5)).contains(noon.plus(Duration.ofMinutes(85)));
        assertThat(tally.roomAt(later, Counted.MESSAGES, 6, 5)).isEmpty();
        assertThat(tally.roomAt(later, Counted.NEW_RECIPIENTS, 1, 1)).contains(later);
    }

    @Test
    void aClockThatWasSetBackForgetsNothing() {
        Instant noon = FakeClock.START;
        Tally tally =
                new Tally(Tally.Span.HOUR, List.of()).plus(noon, 1, 1).plus(noon.minus(Duration.ofHours(3)), 1, 1);

        assertThat(tally.slots()).containsExactly(new Tally.Slot(noon.getEpochSecond(), 2, 2));
    }

    /** Beside a list of everything that was ever counted: never less than the window holds, and at most a slot more. */
    @ParameterizedTest
    @EnumSource(Tally.Span.class)
    void neverLessThanWasSentInTheWindow(Tally.Span span) {
        Gen gen = Gen.seeded("tally " + span);
        Duration window = span == Tally.Span.HOUR ? Duration.ofHours(1) : Duration.ofDays(1);
        Duration slot = span == Tally.Span.HOUR ? SLOT : Duration.ofHours(1);
        Instant now = FakeClock.START;
        Tally tally = new Tally(span, List.of());
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            now = now.plusSeconds(gen.number(0, (int) slot.toSeconds() / 2));
            tally = tally.plus(now, 1, 0);
            sent.add(now);
            Instant end = now;
            long least = sent.stream().filter(t -> t.isAfter(end.minus(window))).count();
            long most = sent.stream()
                    .filter(t -> t.isAfter(end.minus(window).minus(slot)))
                    .count();
            int counted = tally.slots().stream().mapToInt(Tally.Slot::messages).sum();
            assertThat((long) counted).isBetween(least, most);
            assertThat(written(tally)).isEqualTo(tally);
            int max = gen.number(1, 2 * counted);
            Optional<Instant> room = tally.roomAt(now, Counted.MESSAGES, 1, max);
            assertThat(room).isPresent();
            assertThat(tally.roomAt(room.orElseThrow(), Counted.MESSAGES, 1, max))
                    .isEqualTo(room);
            if (room.orElseThrow().isAfter(now)) {
                Instant justBefore = room.orElseThrow().minusSeconds(1);
                assertThat(tally.roomAt(justBefore, Counted.MESSAGES, 1, max)).isEqualTo(room);
            }
        }
    }

    private static Tally written(Tally tally) {
        ByteBuffer out = ByteBuffer.allocate(tally.octets());
        tally.write(out);
        return Tally.read(tally.span(), out.flip());
    }
}
