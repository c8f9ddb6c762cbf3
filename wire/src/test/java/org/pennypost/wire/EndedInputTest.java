package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A socket whose reading was ended by another thread: whoever asks it for anything finds the end, and no fault. */
class EndedInputTest {
    @Test
    void theEndIsSomethingToRead() throws Exception {
        try (Ends ends = Ends.sockets()) {
            Link link = ends.server();
            link.endInput();
            assertThat(link.awaitInput(Duration.ofSeconds(5))).isTrue();
            assertThat(link.read(ByteBuffer.allocate(10))).isEqualTo(-1);
            assertThat(link.awaitInput(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void nothingWaitsBehindTheEnd() throws Exception {
        try (Ends ends = Ends.sockets()) {
            ends.server().endInput();
            assertThat(ends.server().inputWaits()).isFalse();
        }
    }
}
