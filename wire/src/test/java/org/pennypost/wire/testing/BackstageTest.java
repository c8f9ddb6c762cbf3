package org.pennypost.wire.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.testkit.Carrier;
import org.pennypost.wire.Line;

class BackstageTest {
    private static final int LINE_BYTES_MAX = 100;

    /** A server on a busy machine: it begins to wait for the next line some time after it has read the first, to which it says nothing. */
    @ParameterizedTest
    @EnumSource
    void timePassesWhenTheServerWaitsForIt(Carrier carrier) throws Exception {
        Backstage backstage = new Backstage(carrier, 1);
        CountDownLatch timePasses = new CountDownLatch(1);
        LinkDialogue client = backstage.connect(false, connection -> {
            connection.readLine(LINE_BYTES_MAX, Duration.ofMinutes(1));
            await(timePasses);
            Line next = connection.readLine(LINE_BYTES_MAX, Duration.ofMinutes(1));
            connection.write(next.getClass().getSimpleName());
        });
        client.send("first\r\n".getBytes(StandardCharsets.US_ASCII));
        // Opens when the other thread is about to let time pass, most likely after it has begun.
        Thread.ofVirtual().start(timePasses::countDown);
        backstage.advance(Duration.ofMinutes(2));

        byte[] said = new byte[LINE_BYTES_MAX];
        int count = client.read(said);
        assertThat(new String(said, 0, count, StandardCharsets.US_ASCII)).isEqualTo("TimedOut");
        client.close();
        backstage.close();
        assertThat(backstage.faults()).isEqualTo(List.of());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
