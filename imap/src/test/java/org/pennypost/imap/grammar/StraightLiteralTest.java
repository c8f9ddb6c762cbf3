package org.pennypost.imap.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.wire.ByteFiller;
import org.pennypost.wire.ByteSink;

/** Large literals go past the writer's buffer: the same octets, and a response is taken back in the same cases. */
class StraightLiteralTest {
    /** A connection that takes octets straight, or does not, in pieces of 60,000. */
    private static final class Sink implements ByteSink {
        private static final int PIECE_OCTETS = 60_000;

        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private final boolean straight;
        private int straightOnes;

        Sink(boolean straight) {
            this.straight = straight;
        }

        @Override
        public void accept(byte[] bytes, int offset, int length) {
            sent.write(bytes, offset, length);
        }

        @Override
        public boolean accept(byte[] bytes, int offset, int length, long count, ByteFiller from) throws IOException {
            if (!straight) {
                return false;
            }
            straightOnes++;
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.write(bytes, offset, length);
            for (long at = 0; at < count; at += PIECE_OCTETS) {
                ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE_OCTETS, count - at));
                from.fill(at, piece);
                assertThat(piece.hasRemaining()).isFalse();
                byte[] all = new byte[piece.position()];
                piece.flip().get(all);
                head.writeTo(sent);
                head.reset();
                sent.writeBytes(all);
            }
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 1000, 0", "true, 65_000, 0", "true, 65_600, 1", "true, 300_000, 1", "false, 300_000, 0"})
    void theSameOctets(boolean straight, int size, int straightOnes) throws IOException {
        Sink sink = new Sink(straight);
        ResponseWriter out = new ResponseWriter(sink);
        out.untagged("1 EXISTS");
        out.begin().raw("1 FETCH (BODY[] ").literal(size, false);
        out.octets(size, (at, into) -> {
            for (long i = at; into.hasRemaining(); i++) {
                into.put((byte) ('a' + i % 23));
            }
        });
        out.raw(")").end();
        out.flush();
        StringBuilder expected = new StringBuilder("* 1 EXISTS\r\n* 1 FETCH (BODY[] {" + size + "}\r\n");
        for (int i = 0; i < size; i++) {
            expected.append((char) ('a' + i % 23));
        }
        assertThat(sink.sent.toString(StandardCharsets.US_ASCII)).isEqualTo(expected + ")\r\n");
        assertThat(sink.straightOnes).isEqualTo(straightOnes);
    }

    /** The response to a message that is damaged at its beginning is taken back; later, what was sent must not look whole. */
    @ParameterizedTest
    @CsvSource({"true, 10", "true, 100_000", "false, 10", "false, 100_000"})
    void damaged(boolean straight, int whole) throws IOException {
        Sink sink = new Sink(straight);
        ResponseWriter out = new ResponseWriter(sink);
        out.untagged("1 EXISTS");
        out.begin().raw("1 FETCH (BODY[] ").literal(200_000, false);
        assertThatThrownBy(() -> out.octets(200_000, (at, into) -> {
                    if (at + into.remaining() > whole) {
                        throw new IOException("damaged");
                    }
                    into.put(new byte[into.remaining()]);
                }))
                .hasMessage("damaged");
        assertThat(out.takeBack()).isEqualTo(whole == 10);
        if (whole == 10) {
            out.untagged("OK");
            out.flush();
            assertThat(sink.sent.toString(StandardCharsets.US_ASCII)).isEqualTo("* 1 EXISTS\r\n* OK\r\n");
        }
    }
}
