package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Fuzz;

/** Any bytes are a message: the tree is sound, limits hold, and a stream in pieces gives what an array gives. */
final class MessageFuzzTest {
    private static final ParserOptions SMALL = new ParserOptions(300, 5, 12, 3, 8, 40, 6, 10, true, true);

    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        TreeCheck.check(input, ParserOptions.DEFAULT);
        TreeCheck.check(input, SMALL);
        assertThat(TreeCheck.events(input, SMALL, 3)).isEqualTo(TreeCheck.events(input, SMALL));
        assertThat(TreeCheck.events(input, ParserOptions.DEFAULT, 11))
                .isEqualTo(TreeCheck.events(input, ParserOptions.DEFAULT));
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(MessageFuzzTest.class, MessageFuzzTest::fuzzerTestOneInput);
    }
}
