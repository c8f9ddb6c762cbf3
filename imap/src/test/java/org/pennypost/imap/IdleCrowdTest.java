package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.wire.BusyThreads;

/** Many wait for one mailbox: each takes little, and each is told. {@link IdleSpeed} measures how soon. */
@Timeout(300)
class IdleCrowdTest {
    /** On the heap and in direct buffers, the test's own end included. */
    private static final long BYTES_EACH_MAX = 25_000;

    @Test
    void fiveHundred() throws IOException {
        crowd(500, 500);
    }

    @Test
    void whoeverIsInIdleHoldsNoThreadOfTheSystem() throws IOException {
        try (BusyThreads busy = new BusyThreads(1);
                IdleServer server = new IdleServer(busy);
                IdleCrowd crowd = new IdleCrowd(server.port())) {
            for (int i = 0; i < 3; i++) {
                crowd.idle(1);
                while (busy.lent() > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            server.deliver();
            crowd.untilAllAreTold(1);
            crowd.done();
        }
    }

    @Test
    @Tag("slow") // both ends are in this process, which may have 20,000 descriptors
    void nearlyTenThousandHalfOfThemInIdle() throws IOException {
        crowd(5_000, 4_900);
    }

    private static void crowd(int many, int greeted) throws IOException {
        try (IdleServer server = new IdleServer();
                IdleCrowd crowd = new IdleCrowd(server.port())) {
            server.deliver();
            crowd.idle(10);
            long before = IdleCrowd.usedBytes();
            crowd.idle(many - 10);
            assertThat((IdleCrowd.usedBytes() - before) / (many - 10))
                    .as("bytes for each")
                    .isLessThan(BYTES_EACH_MAX);
            server.deliver();
            crowd.untilAllAreTold(2);
            // What was told takes no room any more.
            assertThat((IdleCrowd.usedBytes() - before) / (many - 10))
                    .as("bytes for each, after a delivery")
                    .isLessThan(BYTES_EACH_MAX);
            crowd.greet(greeted);
            assertThat(server.held()).isEqualTo(many + greeted);
            server.deliver();
            crowd.untilAllAreTold(3);
            crowd.done();
        }
    }
}
