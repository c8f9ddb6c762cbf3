package org.pennypost.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private final AtomicLong clock = new AtomicLong(1_000);

    @Test
    void ratesOverTime() {
        Measured measured = new Measured("messages", clock::get);
        for (int second = 1; second <= 4; second++) {
            for (int i = 0; i < second * 10; i++) {
                long began = measured.now();
                clock.addAndGet(Duration.ofSeconds(1).toNanos() / (second * 10L));
                measured.done(began, 500);
            }
        }
        measured.failed("452 full");
        assertThat(measured.count()).isEqualTo(100);
        assertThat(measured.octets()).isEqualTo(50_000);
        assertThat(measured.perSecond()).isBetween(24.9, 25.1);
        assertThat(measured.failures()).containsEntry("452 full", 1L);
        double[] rates = measured.rates(4);
        for (int second = 1; second <= 4; second++) {
            assertThat(rates[second - 1]).as("second %d", second).isBetween(second * 10 - 3.0, second * 10 + 3.0);
        }
    }

    /** What came before, such as logins, is in no rate. */
    @Test
    void whatWasBeforeTheRestartIsNotCounted() {
        Measured measured = new Measured("messages", clock::get);
        clock.addAndGet(Duration.ofSeconds(9).toNanos());
        measured.restart();
        long began = measured.now();
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        measured.done(began, 1);
        assertThat(measured.seconds()).isEqualTo(1);
        assertThat(measured.perSecond()).isEqualTo(1);
    }
}
