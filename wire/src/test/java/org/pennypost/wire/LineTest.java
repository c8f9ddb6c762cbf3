package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.wire.DotBlock.Ending;

@Timeout(60)
class LineTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LINE_MAX = 12;
    private final Deadlines deadlines = new Deadlines(() -> 0);
    private final BufferPool buffers = new BufferPool(4);

    @Test
    void itDoesNotMatterHowTheInputIsCut() throws IOException {
        byte[] input = bytes(
                "A\r\n\r\nB\rC\nDD\n\n12345678901\r\n1234567890\r\n12345678901234567890\r\nE\0\r\n12345678901234567890\nF");
        List<String> whole = lines(input);
        assertThat(whole)
                .containsExactly(
                        "A",
                        "",
                        "bare B\rC",
                        "bare DD",
                        "bare ",
                        "too long",
                        "1234567890",
                        "too long",
                        "E\0",
                        "too long",
                        "end");
        for (int first = 0; first <= input.length; first++) {
            for (int second = first; second <= input.length; second++) {
                assertThat(lines(input, first, second))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(whole);
            }
        }
        int[] everywhere = new int[input.length];
        for (int i = 0; i < everywhere.length; i++) {
            everywhere[i] = i;
        }
        assertThat(lines(input, everywhere)).isEqualTo(whole);
    }

    private List<String> lines(byte[] input, int... cuts) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = new Connection(new PiecesLink(input, cuts), deadlines, buffers, WireLog.NONE)) {
            while (!lines.contains("end")) {
                lines.add(
                        switch (connection.readLine(LINE_MAX, MINUTE)) {
                            case Line.Text text -> text.string();
                            case Line.BareLf bare -> "bare " + new String(bare.bytes(), StandardCharsets.US_ASCII);
                            case Line.TooLong tooLong -> "too long";
                            case Line.End end -> "end";
                            case Line.TimedOut timedOut -> "timed out";
                            case Line.Stopping stopping -> "stopping";
                        });
            }
        }
        assertThat(buffers.lent()).isZero();
        return lines;
    }

    @Test
    void linesUpToTheLimitFitWhateverTheBufferIs() throws IOException {
        for (int length : new int[] {510, 1022, 1023, 1024, 1025, 5000, 65_533, 65_534, 65_535, 70_000, 200_000}) {
            String line = "x".repeat(length);
            for (BufferPool pool : List.of(buffers, new BufferPool(0))) {
                try (Connection connection =
                        new Connection(new PiecesLink(bytes(line + "\r\nNOOP\r\n")), deadlines, pool, WireLog.NONE)) {
                    assertThat(((Line.Text) connection.readLine(length + 2, MINUTE)).string())
                            .isEqualTo(line);
                    assertThat(((Line.Text) connection.readLine(6, MINUTE)).string())
                            .isEqualTo("NOOP");
                    assertThat(pool.lent()).isZero();
                }
                try (Connection connection =
                        new Connection(new PiecesLink(bytes(line + "\r\nNOOP\r\n")), deadlines, pool, WireLog.NONE)) {
                    assertThat(connection.readLine(length + 1, MINUTE)).isEqualTo(new Line.TooLong(length + 1));
                    assertThat(((Line.Text) connection.readLine(6, MINUTE)).string())
                            .isEqualTo("NOOP");
                }
            }
        }
    }

    @Test
    void aLineWithoutEndEndsTheConnection() {
        try (Connection connection =
                new Connection(new RepeatingLink(bytes("GET ")), deadlines, buffers, WireLog.NONE)) {
            assertThatThrownBy(() -> connection.readLine(512, MINUTE))
                    .isInstanceOf(LimitExceeded.class)
                    .hasMessageContaining(Integer.toString(Connection.DROPPED_BYTES_MAX));
        }
        assertThat(buffers.lent()).isZero();
    }

    @Test
    void aSinkThatHasEnoughGetsNoMoreAndTheBlockIsStillRead() throws IOException {
        String body = "0123456789\r\n".repeat(100_000) + ".\r\nNOOP\r\n";
        Tired sink = new Tired(5000);
        try (Connection connection = new Connection(new PiecesLink(bytes(body)), deadlines, buffers, WireLog.NONE)) {
            DotBlock block = connection.readDotted(sink, MINUTE);
            assertThat(block.complete()).isTrue();
            assertThat(block.bytes()).isEqualTo(1_200_000);
            assertThat(sink.taken).isBetween(5000L, 5000L + BufferPool.BUFFER_BYTES);
            assertThat(((Line.Text) connection.readLine(512, MINUTE)).string()).isEqualTo("NOOP");
        }
    }

    @Test
    void whatNobodyWantsHasALimit() {
        byte[] endless = bytes("0123456789\r\n".repeat(1000));
        Tired sink = new Tired(0);
        try (Connection connection = new Connection(new RepeatingLink(endless), deadlines, buffers, WireLog.NONE)) {
            assertThatThrownBy(() -> connection.readDotted(sink, MINUTE)).isInstanceOf(LimitExceeded.class);
            assertThatThrownBy(() -> connection.readBytes(Long.MAX_VALUE, sink, MINUTE))
                    .isInstanceOf(LimitExceeded.class);
        }
        assertThat(buffers.lent()).isZero();
    }

    @Test
    void countedBytesAreCountedWhateverTheyAre() throws IOException {
        byte[] input = bytes("\r\n.\r\n\0\0NOOP\r\n");
        for (int cut = 0; cut <= input.length; cut++) {
            StringBuilder taken = new StringBuilder();
            try (Connection connection = new Connection(new PiecesLink(input, cut), deadlines, buffers, WireLog.NONE)) {
                assertThat(connection.readBytes(
                                7,
                                (bytes, offset, length) ->
                                        taken.append(new String(bytes, offset, length, StandardCharsets.US_ASCII)),
                                MINUTE))
                        .isEqualTo(Ending.COMPLETE);
                assertThat(taken).hasToString("\r\n.\r\n\0\0");
                assertThat(((Line.Text) connection.readLine(6, MINUTE)).string())
                        .isEqualTo("NOOP");
            }
        }
    }

    /** Wants no more after so many bytes. */
    private static final class Tired implements ByteSink {
        private final long enough;
        private long taken;

        Tired(long enough) {
            this.enough = enough;
        }

        @Override
        public void accept(byte[] bytes, int offset, int length) {
            taken += length;
        }

        @Override
        public boolean wantsMore() {
            return taken < enough;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
