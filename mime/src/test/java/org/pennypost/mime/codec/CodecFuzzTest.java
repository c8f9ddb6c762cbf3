package org.pennypost.mime.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/** Any octets are decoded, whole and cut, to the same. */
final class CodecFuzzTest {
    /** Entry point of Jazzer: the first octet says how long the pieces are. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int piece = 1 + (input[0] & 0x3F);
        for (TransferEncoding encoding : TransferEncoding.values()) {
            byte[] whole = encoding.decoder().whole(input, 1, input.length);
            TransferDecoder decoder = encoding.decoder();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int at = 1; at < input.length; at += piece) {
                int to = Math.min(at + piece, input.length);
                byte[] out = new byte[decoder.roomFor(to - at)];
                all.write(out, 0, decoder.decode(input, at, to, out, 0));
            }
            byte[] out = new byte[decoder.roomFor(0)];
            all.write(out, 0, decoder.end(out, 0));
            assertThat(all.toByteArray()).as(encoding.label()).isEqualTo(whole);
            assertThat(decoder.faults()).isLessThanOrEqualTo(input.length + 1L);
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(CodecFuzzTest.class, CodecFuzzTest::fuzzerTestOneInput);
    }
}
