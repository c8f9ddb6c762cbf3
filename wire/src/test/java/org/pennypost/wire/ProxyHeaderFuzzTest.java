package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/** PROXY headers: read or refused, whatever comes, and never further than their end. */
final class ProxyHeaderFuzzTest {
    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        PiecesLink link = new PiecesLink(input, 1 << 16);
        try {
            ProxyHeader header = ProxyHeader.read(link);
            header.ends().ifPresent(ends -> {
                assertThat(ends.source().isUnresolved()).isFalse();
                assertThat(ends.destination().isUnresolved()).isFalse();
            });
        } catch (ProxyHeader.Refused refused) {
            assertThat(refused.getMessage()).matches("[\\x20-\\x7e]+");
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(ProxyHeaderFuzzTest.class, ProxyHeaderFuzzTest::fuzzerTestOneInput);
    }
}
