package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WarmLoginsTest {
    private static final AccountEntry ALICE = new AccountEntry("alice@example.test", 1_000, 0, Instant.EPOCH, 1);
    private static final byte[] PASSWORD = {1, 2, 3};

    private Instant now = Instant.EPOCH;

    private WarmLogins warm(Duration time, int entriesMax) {
        return new WarmLogins(time, entriesMax, new Random(1), () -> now);
    }

    @Test
    void knowsOnlyWhatWasRemembered() {
        WarmLogins warm = warm(Duration.ofMinutes(1), 10);
        assertThat(warm.knows(ALICE, PASSWORD)).isFalse();
        warm.remember(ALICE, PASSWORD);
        assertThat(warm.knows(ALICE, PASSWORD)).isTrue();
        assertThat(warm.knows(ALICE, new byte[] {1, 2})).isFalse();
        assertThat(warm.knows(new AccountEntry("alice@example.test", 1_000, 0, Instant.EPOCH, 2), PASSWORD))
                .isFalse();
        assertThat(warm.knows(new AccountEntry("alice@example.test", 1_001, 0, Instant.EPOCH, 1), PASSWORD))
                .isFalse();
    }

    @Test
    void forgetsAfterItsTimeAndWhenTheClockIsSetBack() {
        WarmLogins warm = warm(Duration.ofMinutes(1), 10);
        warm.remember(ALICE, PASSWORD);
        now = now.plusSeconds(59);
        assertThat(warm.knows(ALICE, PASSWORD)).isTrue();
        now = now.plusSeconds(1);
        assertThat(warm.knows(ALICE, PASSWORD)).isFalse();
        warm.remember(ALICE, PASSWORD);
        now = now.minusSeconds(1);
        assertThat(warm.knows(ALICE, PASSWORD)).isFalse();
    }

    @Test
    void isBoundedAndCanBeSwitchedOff() {
        WarmLogins warm = warm(Duration.ofMinutes(1), 1);
        warm.remember(ALICE, PASSWORD);
        warm.remember(ALICE, new byte[] {4});
        assertThat(warm.knows(ALICE, PASSWORD)).isFalse();
        assertThat(warm.knows(ALICE, new byte[] {4})).isTrue();
        WarmLogins off = warm(Duration.ZERO, 1);
        off.remember(ALICE, PASSWORD);
        assertThat(off.knows(ALICE, PASSWORD)).isFalse();
    }
}
