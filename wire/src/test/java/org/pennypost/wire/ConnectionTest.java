package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final MemoryLink.Pair pair = MemoryLink.pair(40_000, 25);
    private final AtomicLong nanos = new AtomicLong();
    private final Deadlines deadlines = new Deadlines(nanos::get);

    @Test
    void aLineEndsWithCrlfAndABareLfIsTold() throws IOException {
        send("HELO .\r\nNOOP\nQUIT\rX\r\n");
        try (Connection server = server()) {
            assertThat(text(server.readLine(512, MINUTE))).isEqualTo("HELO .");
            assertThat(server.readLine(512, MINUTE)).isInstanceOf(Line.BareLf.class);
            assertThat(text(server.readLine(512, MINUTE))).isEqualTo("QUIT\rX");
        }
    }

    @Test
    void aLineThatIsTooLongIsDroppedAndTheNextOneIsFine() throws IOException {
        send("x".repeat(5000) + "\r\nNOOP\r\n" + "y".repeat(511) + "\r\n" + "z".repeat(510) + "\r\n");
        try (Connection server = server()) {
            assertThat(server.readLine(512, MINUTE)).isEqualTo(new Line.TooLong(512));
            assertThat(text(server.readLine(512, MINUTE))).isEqualTo("NOOP");
            assertThat(server.readLine(512, MINUTE)).isEqualTo(new Line.TooLong(512));
            assertThat(text(server.readLine(512, MINUTE))).hasSize(510);
        }
    }

    @Test
    void anUnfinishedLineIsNoLine() throws IOException {
        send("QUI");
        pair.client().close();
        try (Connection server = server()) {
            assertThat(server.readLine(512, MINUTE)).isEqualTo(new Line.End());
        }
    }

    @Test
    void repliesToPipelinedCommandsLeaveTogether() throws IOException {
        send("A\r\nB\r\nC\r\n");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        CollectingLink link = new CollectingLink(pair.server(), written);
        try (Connection server = new Connection(link, deadlines, WireLog.NONE)) {
            for (int i = 0; i < 3; i++) {
                server.write("250 " + text(server.readLine(512, MINUTE)) + "\r\n");
                assertThat(link.writes()).isZero();
            }
            pair.client().close();
            server.readLine(512, MINUTE);
        }
        assertThat(link.writes()).isEqualTo(1);
        assertThat(written.toString(StandardCharsets.US_ASCII)).isEqualTo("250 A\r\n250 B\r\n250 C\r\n");
    }

    @Test
    void atTheDeadlineTheReaderComesBackAndCanSayWhy() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection server = server()) {
            server.write("250 hello\r\n");
            var read = threads.submit(() -> server.readLine(512, Duration.ofMinutes(5)));
            // What the reader wrote arrives only after its deadline is set: so the clock may be turned now.
            assertThat(received()).isEqualTo("250 hello\r\n");
            nanos.addAndGet(Duration.ofMinutes(4).toNanos());
            deadlines.sweep();
            assertThat(read.isDone()).isFalse();
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            deadlines.sweep();
            assertThat(read.get()).isEqualTo(new Line.TimedOut());
            server.write("421 bye\r\n");
            server.flush();
            assertThat(received()).isEqualTo("421 bye\r\n");
        }
        assertThat(deadlines.watched()).isZero();
    }

    @Test
    void aStopReachesAReaderThatWaitsAndOneThatWillWait() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection server = server()) {
            send("NOOP\r\n");
            assertThat(text(server.readLine(512, MINUTE))).isEqualTo("NOOP");
            var read = threads.submit(() -> server.readLine(512, MINUTE));
            server.stop();
            assertThat(read.get()).isEqualTo(new Line.Stopping());
        }
    }

    @Test
    void exactlySoManyBytesAreRead() throws IOException {
        send("abcdefNOOP\r\n");
        try (Connection server = server()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            assertThat(server.readBytes(6, bytes::write, MINUTE)).isEqualTo(DotBlock.Ending.COMPLETE);
            assertThat(bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("abcdef");
            assertThat(text(server.readLine(512, MINUTE))).isEqualTo("NOOP");
            pair.client().close();
            assertThat(server.readBytes(1, bytes::write, MINUTE)).isEqualTo(DotBlock.Ending.END);
        }
    }

    private Connection server() {
        return new Connection(pair.server(), deadlines, WireLog.NONE);
    }

    private void send(String text) throws IOException {
        pair.client().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private String received() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        pair.client().read(bytes);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private static String text(Line line) {
        return ((Line.Text) line).string();
    }
}
