package org.pennypost.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;
import org.pennypost.wire.testing.TestCertificate;

/** Bytes that are put straight into the buffer that is sent: the same ones whatever carries them, and none of them by halves. */
@Timeout(60)
class StraightWriteTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

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

    enum Cover {
        NONE,
        TLS,
        DEFLATE
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, NONE", "SOCKET, NONE", "MEMORY, TLS", "SOCKET, TLS", "MEMORY, DEFLATE", "SOCKET, DEFLATE"})
    void theSameBytesWhateverIsAroundThem(Ends.Carrier carrier, Cover cover) throws Exception {
        byte[] body = Gen.seeded("StraightWriteTest").bytes(300_000, 400_000);
        try (Ends ends = Ends.of(carrier);
                Connection server = new Connection(ends.server(), deadlines, buffers, WireLog.NONE);
                Connection client = new Connection(ends.client(), deadlines, buffers, WireLog.NONE)) {
            Future<?> sent = threads.submit(() -> {
                if (cover == Cover.TLS) {
                    server.startTls(TestCertificate.serverContext(), MINUTE);
                } else if (cover == Cover.DEFLATE) {
                    server.startDeflate();
                }
                byte[] head = "* 1 FETCH\r\n".getBytes(US_ASCII);
                server.write("before\r\n");
                assertThat(server.write(head, 2, head.length - 2, body.length, from(body)))
                        .isTrue();
                server.write("behind\r\n");
                server.flush();
                return null;
            });
            if (cover == Cover.TLS) {
                client.startTlsClient(TestCertificate.clientContext(), "localhost", true, MINUTE);
            } else if (cover == Cover.DEFLATE) {
                client.startDeflate();
            }
            assertThat(text(client)).isEqualTo("before");
            assertThat(text(client)).isEqualTo("1 FETCH");
            ByteArrayOutputStream came = new ByteArrayOutputStream();
            client.readBytes(body.length, came::write, MINUTE);
            assertThat(came.toByteArray()).isEqualTo(body);
            assertThat(text(client)).isEqualTo("behind");
            sent.get();
        }
    }

    private static String text(Connection client) throws IOException {
        return client.readLine(100, MINUTE) instanceof Line.Text text ? new String(text.bytes(), US_ASCII) : "";
    }

    private static ByteFiller from(byte[] body) {
        return (at, into) -> into.put(body, (int) at, into.remaining());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void amongOthers(boolean bare) throws IOException {
        Gen gen = Gen.seeded("StraightWriteTest");
        for (int round = 0; round < 300; round++) {
            Collected sent = new Collected(bare);
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            OutputBuffer out = new OutputBuffer(new BufferPool(gen.number(0, 1)), sent);
            for (int i = gen.number(1, 6); i > 0; i--) {
                byte[] piece = gen.bytes(0, gen.onceIn(2) ? 600 : 100_000);
                byte[] head = gen.bytes(0, gen.onceIn(2) ? 100 : 30_000);
                if (gen.onceIn(2) || !out.write(head, 0, head.length, piece.length, from(piece))) {
                    out.write(head, 0, head.length);
                    out.write(piece, 0, piece.length);
                }
                written.writeBytes(head);
                written.writeBytes(piece);
                if (gen.onceIn(3)) {
                    out.flush();
                    assertThat(sent.bytes.toByteArray()).isEqualTo(written.toByteArray());
                }
            }
            out.flush();
            assertThat(sent.bytes.toByteArray()).isEqualTo(written.toByteArray());
            assertThat(sent.direct).isLessThanOrEqualTo(bare ? Integer.MAX_VALUE : 0);
        }
    }

    /** Whatever waits before: of a message that cannot be read not even the beginning of its response is sent. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 600, 60_000})
    void theFirstCannotBeHad(int before) throws IOException {
        Collected sent = new Collected(true);
        OutputBuffer out = new OutputBuffer(buffers, sent);
        out.write(new byte[before], 0, before);
        assertThatThrownBy(() -> out.write(new byte[500], 0, 500, 100_000, (_, into) -> {
                    into.put((byte) 1);
                    throw new IOException("damaged");
                }))
                .hasMessage("damaged");
        out.write("BYE".getBytes(US_ASCII), 0, 3);
        out.flush();
        assertThat(sent.bytes.size()).isEqualTo(before + 3);
    }

    @Test
    void aLaterOneCannotBeHad() throws IOException {
        Collected sent = new Collected(true);
        OutputBuffer out = new OutputBuffer(buffers, sent);
        assertThatThrownBy(() -> out.write(new byte[500], 0, 500, 150_000, (at, into) -> {
                    if (at > 100_000) {
                        throw new IOException("damaged");
                    }
                    into.put(new byte[into.remaining()]);
                }))
                .hasMessage("damaged");
        assertThat(sent.bytes.size()).isEqualTo(2 * BufferPool.BUFFER_BYTES);
        out.flush();
        assertThat(sent.bytes.size()).isEqualTo(2 * BufferPool.BUFFER_BYTES);
    }

    @Test
    void withoutABufferItIsTheCallersMatter() throws IOException {
        Collected sent = new Collected(true);
        OutputBuffer out = new OutputBuffer(new BufferPool(0), sent);
        assertThat(out.write(new byte[10], 0, 10, 100_000, from(new byte[100_000])))
                .isFalse();
        out.flush();
        assertThat(sent.bytes.size()).isZero();
    }

    /** Who takes mail slowly holds a buffer outside the heap; when many do, the next one gets one in the heap. */
    @Test
    void soManyAreOutsideTheHeap() {
        BufferPool pool = new BufferPool(BufferPool.DIRECT_LENT_MAX + 1);
        BufferPool.Loan[] loans = new BufferPool.Loan[BufferPool.DIRECT_LENT_MAX + 1];
        Arrays.setAll(loans, _ -> pool.borrowDirect());
        assertThat(loans).allMatch(loan -> loan.buffer().capacity() == BufferPool.BUFFER_BYTES);
        assertThat(loans).filteredOn(loan -> loan.buffer().isDirect()).hasSize(BufferPool.DIRECT_LENT_MAX);
        assertThat(pool.borrowDirect()).isNull();
        for (BufferPool.Loan loan : loans) {
            loan.giveBack();
        }
        assertThat(pool.lent()).isZero();
    }

    /** Keeps what is sent, and counts what came from outside the heap. */
    private static final class Collected implements OutputBuffer.Drain {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final boolean bare;
        private int direct;

        Collected(boolean bare) {
            this.bare = bare;
        }

        @Override
        public void send(ByteBuffer piece) {
            direct += piece.isDirect() ? 1 : 0;
            byte[] all = new byte[piece.remaining()];
            piece.get(all);
            bytes.writeBytes(all);
        }

        @Override
        public boolean isBare() {
            return bare;
        }
    }
}
