package org.pennypost.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/** A dot block: the same, however the stream is cut. */
final class DotBlockFuzzTest {
    private static final Deadlines DEADLINES = new Deadlines(() -> 0);

    /** Entry point of Jazzer. The first byte says where it is cut. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String whole = read(input, input.length);
        assertThat(read(input, 1)).isEqualTo(whole);
        assertThat(read(input, input.length == 0 ? 1 : 1 + (input[0] & 0x3f))).isEqualTo(whole);
    }

    private static String read(byte[] input, int piece) throws IOException {
        int[] cuts = new int[piece == 0 ? 0 : input.length / piece];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = (i + 1) * piece;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (Connection connection = new Connection(new PiecesLink(input, cuts), DEADLINES, WireLog.NONE)) {
            DotBlock block = connection.readDotted(content::write, Duration.ofMinutes(1));
            Line rest = connection.readLine(1 << 16, Duration.ofMinutes(1));
            String line = rest instanceof Line.Text text
                    ? Arrays.toString(text.bytes())
                    : rest.getClass().getSimpleName();
            return block + " " + Arrays.toString(content.toByteArray()) + " " + line;
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(DotBlockFuzzTest.class, DotBlockFuzzTest::fuzzerTestOneInput);
    }
}
