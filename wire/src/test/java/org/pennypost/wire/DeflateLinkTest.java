package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

/** RFC 4978: what is written can be read at once, whoever flushes how. */
class DeflateLinkTest {
    private static final byte[] NONE = {};
    private static final List<Integer> FLUSHES =
            List.of(Deflater.NO_FLUSH, Deflater.SYNC_FLUSH, Deflater.FULL_FLUSH, Deflater.SYNC_FLUSH);

    @Test
    void allThatIsWrittenCanBeReadBeforeMoreIs() throws IOException {
        Gen gen = Gen.seeded("DeflateLinkTest");
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            try (DeflateLink writer = new DeflateLink(new CollectingLink(new PiecesLink(NONE), wire), NONE)) {
                for (int i = gen.number(1, 8); i > 0; i--) {
                    byte[] piece = gen.onceIn(2) ? gen.bytes(0, 70_000) : gen.bytes(0, 70_000, "FETCH ()\r\n");
                    writer.write(ByteBuffer.wrap(piece));
                    written.writeBytes(piece);
                    if (gen.onceIn(3)) {
                        writer.rest();
                    }
                    assertThat(read(gen, wire.toByteArray())).isEqualTo(written.toByteArray());
                }
            }
        }
    }

    @Test
    void peersFlushAsTheyLike() throws IOException {
        Gen gen = Gen.seeded("DeflateLinkTest");
        for (int round = 0; round < 200; round++) {
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            try (Deflater deflater = new Deflater(gen.number(0, 9), true)) {
                byte[] out = new byte[200_000];
                for (int i = gen.number(1, 8); i > 0; i--) {
                    byte[] piece = gen.bytes(0, 5_000, "a1 NOOP\r\n");
                    deflater.setInput(piece);
                    int flush = i == 1 ? Deflater.SYNC_FLUSH : gen.oneOf(FLUSHES);
                    wire.write(out, 0, deflater.deflate(out, 0, out.length, flush));
                    written.writeBytes(piece);
                }
                if (gen.onceIn(2)) {
                    deflater.finish();
                    wire.write(out, 0, deflater.deflate(out));
                }
            }
            assertThat(read(gen, wire.toByteArray())).isEqualTo(written.toByteArray());
        }
    }

    /** Reads it to its end, as it comes in pieces, some of which had come before compression began. */
    private static byte[] read(Gen gen, byte[] compressed) throws IOException {
        int begun = gen.onceIn(2) ? 0 : gen.number(0, compressed.length);
        int[] cuts = gen.list(0, 10, () -> gen.number(0, compressed.length)).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (DeflateLink reader = new DeflateLink(
                new PiecesLink(Arrays.copyOfRange(compressed, begun, compressed.length), cuts),
                Arrays.copyOf(compressed, begun))) {
            byte[] piece = new byte[gen.number(1, 4_000)];
            for (int count = reader.read(ByteBuffer.wrap(piece));
                    count >= 0;
                    count = reader.read(ByteBuffer.wrap(piece))) {
                read.write(piece, 0, count);
            }
        }
        return read.toByteArray();
    }

    @Test
    void whatIsNoDeflateEndsTheReading() {
        try (DeflateLink reader =
                new DeflateLink(new PiecesLink("a1 NOOP\r\n".getBytes(StandardCharsets.US_ASCII)), NONE)) {
            assertThatThrownBy(() -> {
                        while (reader.read(ByteBuffer.allocate(100)) >= 0) {
                            // reads on
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no DEFLATE");
        }
    }

    @Test
    void anythingIsReadOrRefused() {
        Gen gen = Gen.seeded("DeflateLinkTest");
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = gen.bytes(0, 300);
            try {
                read(gen, bytes);
            } catch (IOException refused) {
                assertThat(refused.getMessage()).contains("DEFLATE");
            }
        }
    }

    @Test
    void aBombIsOpenedNoFurtherThanSomebodyReads() throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        try (DeflateLink writer = new DeflateLink(new CollectingLink(new PiecesLink(NONE), wire), NONE)) {
            writer.write(ByteBuffer.allocate(20_000_000));
        }
        assertThat(wire.size()).isLessThan(200_000);
        try (DeflateLink reader = new DeflateLink(new PiecesLink(wire.toByteArray()), NONE)) {
            assertThat(reader.read(ByteBuffer.allocate(1_000))).isEqualTo(1_000);
            assertThat(reader.inputWaits()).isTrue();
        }
    }

    @Test
    void itCanBeClosedUnderWhoeverUsesIt() throws IOException {
        DeflateLink link = new DeflateLink(new PiecesLink(NONE), NONE);
        link.close();
        assertThat(link.read(ByteBuffer.allocate(10))).isEqualTo(-1);
        assertThat(link.inputWaits()).isFalse();
        assertThatThrownBy(() -> link.write(ByteBuffer.wrap(new byte[10]))).isInstanceOf(IOException.class);
        link.close();
    }
}
