package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.testkit.FakeClock;
import org.pennypost.wire.DotBlock.Ending;

/** Peers that dribble, take nothing or go away, on a clock that the test turns. */
@Timeout(60)
class SlowPeersTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final FakeClock clock = new FakeClock();
    private final Deadlines deadlines = new Deadlines(clock::nanoTime);
    private final BufferPool buffers = new BufferPool(4);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void nothingIsLeft() {
        threads.shutdownNow();
        threads.close();
        assertThat(buffers.lent()).isZero();
        assertThat(deadlines.watched()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Ends.Carrier.class)
    void aLineThatDribblesHasOneDeadlineForAllOfIt(Ends.Carrier carrier) throws Exception {
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            server.write("220 hello\r\n");
            Future<Line> line = threads.submit(() -> server.readLine(512, TIMEOUT));
            heard(ends.client());
            dribble(ends.client(), line);
            assertThat(line.get()).isEqualTo(new Line.TimedOut());
            assertThat(server.readLine(512, TIMEOUT)).isEqualTo(new Line.TimedOut());
            server.write("421 too slow\r\n");
            server.flush();
            assertThat(heard(ends.client())).isEqualTo("421 too slow\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Carrier.class)
    void aBodyThatDribblesMustMakeSomeProgress(Ends.Carrier carrier) throws Exception {
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            server.write("354 go ahead\r\n");
            Future<DotBlock> block = threads.submit(() -> server.readDotted((bytes, offset, length) -> {}, TIMEOUT));
            heard(ends.client());
            dribble(ends.client(), block);
            assertThat(block.get().ending()).isEqualTo(Ending.TIMED_OUT);
        }
    }

    /** A byte a minute, for as long as it takes. */
    private void dribble(Link client, Future<?> waiting) throws IOException {
        int minutes = 0;
        while (!waiting.isDone()) {
            client.write(ByteBuffer.wrap(new byte[] {'x'}));
            clock.advance(Duration.ofMinutes(1));
            deadlines.sweep();
            minutes++;
            assertThat(minutes).as("minutes of patience").isLessThan(100_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Carrier.class)
    void aSlowBodyThatMakesProgressIsNotDisturbed(Ends.Carrier carrier) throws Exception {
        byte[] piece = "0123456789abcde\r"
                .repeat(2 * Connection.BODY_PROGRESS_BYTES / 16)
                .getBytes(StandardCharsets.US_ASCII);
        Progress progress = new Progress();
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            Future<DotBlock> block = threads.submit(() -> server.readDotted(progress, TIMEOUT));
            for (int minutes = 0; minutes < 20; minutes += 4) {
                ends.client().write(ByteBuffer.wrap(piece));
                progress.awaitMoreThan((long) piece.length * minutes / 4);
                clock.advance(Duration.ofMinutes(4));
                deadlines.sweep();
            }
            ends.client().write(ByteBuffer.wrap("\r\n.\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(block.get().complete()).isTrue();
        }
    }

    /** How the server sends more than anybody takes at once. */
    enum Sending {
        BLOCK,
        STRAIGHT;

        Object send(Connection server) throws IOException {
            byte[] much = new byte[64 << 20];
            if (this == STRAIGHT) {
                return server.write(much, 0, 0, much.length, (at, into) -> into.put(much, (int) at, into.remaining()));
            }
            DotWriter out = server.dotted();
            out.write(much, 0, much.length);
            return out.finish();
        }
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, BLOCK", "SOCKET, BLOCK", "MEMORY, STRAIGHT", "SOCKET, STRAIGHT"})
    void aPeerThatTakesNothingIsClosed(Ends.Carrier carrier, Sending sending) throws Exception {
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            Future<?> writing = threads.submit(() -> sending.send(server));
            heard(ends.client());
            while (!writing.isDone()) {
                clock.advance(Connection.WRITE_TIMEOUT);
                deadlines.sweep();
            }
            assertThatThrownBy(writing::get).hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, BLOCK", "SOCKET, BLOCK", "MEMORY, STRAIGHT", "SOCKET, STRAIGHT"})
    void aPeerThatGoesAwayInTheMiddle(Ends.Carrier carrier, Sending sending) throws Exception {
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            Future<?> writing = threads.submit(() -> sending.send(server));
            heard(ends.client());
            ends.client().close();
            assertThatThrownBy(writing::get).hasCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Carrier.class)
    void aPeerThatVanishesInItsMessageLeavesHalfABlock(Ends.Carrier carrier) throws Exception {
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            ends.client().write(ByteBuffer.wrap("Subject: half\r\n\r\n.".getBytes(StandardCharsets.US_ASCII)));
            ends.client().close();
            DotBlock block = server.readDotted((bytes, offset, length) -> {}, TIMEOUT);
            assertThat(block.ending()).isEqualTo(Ending.END);
            assertThat(block.bytes()).isEqualTo(17);
        }
    }

    @ParameterizedTest
    @EnumSource(Ends.Carrier.class)
    void aPeerThatEndsItsSideOnlyStillReads(Ends.Carrier carrier) throws Exception {
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE)) {
            ends.client().write(ByteBuffer.wrap("QUIT\r\n".getBytes(StandardCharsets.US_ASCII)));
            ends.client().endOutput();
            assertThat(server.readLine(512, TIMEOUT)).isInstanceOf(Line.Text.class);
            server.write("221 bye\r\n");
            assertThat(server.readLine(512, TIMEOUT)).isEqualTo(new Line.End());
            assertThat(heard(ends.client())).isEqualTo("221 bye\r\n");
        }
    }

    private static String heard(Link client) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        client.read(bytes);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }

    private static final class Progress implements ByteSink {
        private long taken;

        @Override
        public synchronized void accept(byte[] bytes, int offset, int length) {
            taken += length;
            notifyAll();
        }

        synchronized void awaitMoreThan(long bytes) throws InterruptedException {
            while (taken <= bytes) {
                wait();
            }
        }
    }
}
