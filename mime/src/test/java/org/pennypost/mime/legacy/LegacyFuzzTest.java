package org.pennypost.mime.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/** Any octets are read as TNEF and searched for encoded files, without harm. */
final class LegacyFuzzTest {
    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Tnef tnef = Tnef.read(input);
        assertThat(octets(tnef)).isLessThanOrEqualTo(40L * input.length + 1_000);
        List<EncodedBlock> blocks = EncodedBlock.find(input, 0, input.length);
        int at = 0;
        for (EncodedBlock block : blocks) {
            assertThat(block.from()).isGreaterThanOrEqualTo(at);
            assertThat(block.to()).isBetween(block.from(), input.length);
            assertThat(block.content(input).length).isLessThanOrEqualTo(64 * (block.to() - block.from()));
            block.piece(input).ifPresent(piece -> {
                assertThat(piece.content()).isEqualTo(block.content(input));
                YencPiece.joined(List.of(piece));
            });
            at = block.to();
        }
    }

    private static long octets(Tnef tnef) {
        long all = tnef.rtf().map(rtf -> rtf.length).orElse(0);
        for (Tnef.File file : tnef.files()) {
            all += file.content().length
                    + file.message().map(LegacyFuzzTest::octets).orElse(0L);
        }
        return all;
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(LegacyFuzzTest.class, LegacyFuzzTest::fuzzerTestOneInput);
    }
}
