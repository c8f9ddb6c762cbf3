package org.pennypost.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.smtp.server.SmtpServer;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.smtp.testing.MemoryReception;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Fuzz;
import org.pennypost.wire.Connection;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.MemoryLink;
import org.pennypost.wire.WireLog;

/** A whole session before any bytes: every reply is one, and the server has no fault. */
final class SmtpSessionFuzzTest {
    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        FakeClock clock = new FakeClock();
        MemoryReception reception = new MemoryReception();
        MemoryLink.Pair pair = MemoryLink.pair(40000, 25);
        pair.client()
                .write(ByteBuffer.wrap("EHLO a.example\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.org>\r\n"
                        .getBytes(StandardCharsets.US_ASCII)));
        pair.client().write(ByteBuffer.wrap(input));
        pair.client().endOutput();
        SmtpServer server = new SmtpServer(SmtpServerConfig.named("mx.example.org"), reception, clock);
        try (Connection connection = new Connection(pair.server(), new Deadlines(clock::nanoTime), WireLog.NONE)) {
            server.handle(connection);
            connection.flush();
        }
        StringBuilder said = new StringBuilder();
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        while (pair.client().read(piece.clear()) >= 0) {
            said.append(StandardCharsets.ISO_8859_1.decode(piece.flip()));
        }
        for (String line : said.toString().split("\r\n", -1)) {
            assertThat(line).matches("|[2345][0-9][0-9][ -][\\x20-\\x7e]*");
        }
        assertThat(reception.openMessages()).isZero();
        for (MemoryReception.Received message : reception.received()) {
            assertThat(message.content().replace("\r\n", ""))
                    .doesNotContain("\r")
                    .doesNotContain("\n");
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(SmtpSessionFuzzTest.class, SmtpSessionFuzzTest::fuzzerTestOneInput);
    }
}
