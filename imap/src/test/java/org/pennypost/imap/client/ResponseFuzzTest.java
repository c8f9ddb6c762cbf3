package org.pennypost.imap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;
import org.pennypost.wire.ByteSink;

/** Whatever a server says: read, or passed over, or refused as too large; contents have the length that was announced. */
final class ResponseFuzzTest {
    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        BytesInput server = new BytesInput(input);
        ResponseReader reader = new ResponseReader(server);
        reader.utf8(input.length % 2 == 1);
        try {
            while (true) {
                Counting target = new Counting();
                Response response = reader.next(target);
                assertThat(response.toString()).isNotNull();
                if (response instanceof Response.Fetched(FetchedMessage message)) {
                    long told = message.contents().values().stream()
                            .filter(octets -> octets > 0)
                            .mapToLong(Long::longValue)
                            .sum();
                    assertThat(told).isLessThanOrEqualTo(target.came);
                    assertThat(target.came).isEqualTo(target.announced);
                }
            }
        } catch (EOFException end) {
            assertThat(server.isAtEnd() || input[input.length - 1] != '\n').isTrue();
        } catch (MalformedAnswer refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static final class Counting implements FetchTarget {
        private long announced;
        private long came;

        @Override
        public ByteSink content(long number, String section, long octets) {
            announced += octets;
            return (_, _, length) -> came += length;
        }

        @Override
        public void message(FetchedMessage message) {}
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(ResponseFuzzTest.class, ResponseFuzzTest::fuzzerTestOneInput);
    }
}
