package org.pennypost.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void nothing() {
        assertThat(new Latencies().nanosAt(0.5)).isZero();
    }

    @Test
    void everyShareIsWithinItsBucket() {
        long seed = new Random().nextLong();
        System.out.println("LatenciesTest: seed " + seed);
        Random random = new Random(seed);
        long[] times = random.longs(10_000)
                .map(each -> (each & Long.MAX_VALUE) >>> random.nextInt(60))
                .toArray();
        Latencies latencies = new Latencies();
        for (long time : times) {
            latencies.add(time);
        }
        Arrays.sort(times);
        assertThat(latencies.count()).isEqualTo(times.length);
        for (double share : new double[] {0, 0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
            long exact = times[(int) Math.max(0, Math.ceil(share * times.length) - 1)];
            long told = latencies.nanosAt(share);
            assertThat(told).isGreaterThanOrEqualTo(exact);
            assertThat(told - exact).isLessThanOrEqualTo(exact / 63);
        }
        long middle = latencies.nanosAt(0.5);
        assertThat(latencies.between(-1, middle) + latencies.between(middle, Long.MAX_VALUE))
                .isEqualTo(times.length);
    }
}
