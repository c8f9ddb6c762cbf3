package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final InetAddress HOME = InetAddress.ofLiteral("2001:db8:1:2::1");
    private static final InetAddress NEIGHBOUR = InetAddress.ofLiteral("2001:db8:1:2:ffff::9");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8:1:3::1");
    private static final ThrottleLimits LIMITS =
            new ThrottleLimits(2, 4, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1), 24, 64, 100);

    private Instant now = Instant.EPOCH;
    private final LoginThrottle throttle = new LoginThrottle(LIMITS, () -> now);

    private Duration fail(String name, InetAddress peer) {
        return throttle.attempt(name, peer);
    }

    private void advance(long seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void delaysGrowAndHaveALimit() {
        assertThat(fail("alice", HOME)).isZero();
        assertThat(fail("alice", HOME)).isZero();
        assertThat(fail("alice", HOME)).isZero();
        assertThat(fail("alice", OTHER)).isEqualTo(Duration.ofSeconds(1));
        for (long delay : new long[] {1, 2, 4, 8, 10, 10}) {
            advance(delay - 1);
            assertThat(fail("alice", OTHER)).isEqualTo(Duration.ofSeconds(1));
            advance(1);
            assertThat(fail("alice", OTHER)).isZero();
        }
    }

    @Test
    void attemptsDuringARefusalDoNotProlongIt() {
        for (int i = 0; i < 3; i++) {
            fail("alice", HOME);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(fail("alice", OTHER)).isEqualTo(Duration.ofSeconds(1));
        }
        advance(1);
        assertThat(fail("alice", OTHER)).isZero();
    }

    @Test
    void aNetworkThatTriesManyNamesIsSlowedDown() {
        for (int i = 0; i < 5; i++) {
            assertThat(fail("user" + i, HOME)).isZero();
        }
        assertThat(fail("alice", NEIGHBOUR)).isEqualTo(Duration.ofSeconds(1));
        assertThat(fail("alice", OTHER)).isZero();
    }

    @Test
    void networksOfIpv4HaveTheirOwnLength() {
        for (int i = 0; i < 5; i++) {
            fail("user" + i, InetAddress.ofLiteral("192.0.2." + i));
        }
        assertThat(fail("alice", InetAddress.ofLiteral("192.0.2.200"))).isPositive();
        assertThat(fail("alice", InetAddress.ofLiteral("192.0.3.1"))).isZero();
    }

    @Test
    void successBeginsAnew() {
        for (int i = 0; i < 20; i++) {
            assertThat(fail("alice", HOME)).isZero();
            throttle.succeeded("alice", HOME);
        }
        assertThat(throttle.size()).isEqualTo(1);
    }

    @Test
    void theOwnersSuccessDoesNotHelpGuessersElsewhere() {
        fail("alice", HOME);
        throttle.succeeded("alice", HOME);
        for (int i = 0; i < 3; i++) {
            assertThat(fail("alice", OTHER)).isZero();
            assertThat(fail("alice", HOME)).isZero();
            throttle.succeeded("alice", HOME);
        }
        assertThat(fail("alice", OTHER)).isEqualTo(Duration.ofSeconds(1));
        assertThat(fail("alice", HOME)).isZero();
    }

    @Test
    void attemptsAtTheSameTimeCountLikeOthers() {
        int begun = 0;
        for (int i = 0; i < 100; i++) {
            if (fail("alice", HOME).isZero()) {
                begun++;
            }
        }
        assertThat(begun).isEqualTo(3);
        throttle.abandoned("alice", HOME);
        assertThat(fail("alice", HOME)).isZero();
    }

    @Test
    void failuresAreForgotten() {
        for (int i = 0; i < 3; i++) {
            fail("alice", HOME);
        }
        advance(60);
        assertThat(fail("alice", HOME)).isZero();
        assertThat(fail("alice", HOME)).isZero();
        assertThat(fail("alice", HOME)).isZero();
    }

    @Test
    void aClockSetBackLocksNobodyOut() {
        for (int i = 0; i < 3; i++) {
            fail("alice", HOME);
        }
        advance(-1_000_000);
        assertThat(fail("alice", HOME)).isZero();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 1_000; i++) {
            InetAddress peer = InetAddress.ofLiteral("10.%d.%d.1".formatted(i / 256, i % 256));
            fail("user" + i, peer);
            throttle.succeeded("friend" + i, peer);
        }
        assertThat(throttle.size()).isLessThanOrEqualTo(3 * LIMITS.entriesMax());
    }
}
