package org.pennypost.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.WireLog;

/** What a server lists: read, or refused as malformed. */
final class ListingFuzzTest {
    /** Entry point of Jazzer: a server that says this, to a client that asks for everything. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        MemoryLink.Pair pair = MemoryLink.pair(40000, 110);
        pair.server()
                .write(ByteBuffer.wrap(
                        "+OK ready\r\n+OK\r\nUIDL\r\nTOP\r\nPIPELINING\r\n.\r\n".getBytes(StandardCharsets.US_ASCII)));
        pair.server().write(ByteBuffer.wrap(input));
        pair.server().endOutput();
        try (Connection connection = new Connection(pair.client(), new Deadlines(() -> 0), WireLog.NONE);
                Pop3Client client =
                        Pop3Client.open(connection, ClientConfig.plain("localhost", 110), DialogueListener.NONE)) {
            client.stat();
            client.list().forEach((number, octets) -> assertThat(octets).isNotNegative());
            client.uniqueIds();
            client.retrieve(1, (_, _, _) -> {});
        } catch (IOException broken) {
            assertThat(broken.getMessage()).isNotBlank();
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(ListingFuzzTest.class, ListingFuzzTest::fuzzerTestOneInput);
    }
}
