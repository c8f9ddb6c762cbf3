package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Transcripts, which may come from a stranger with a bug report: read, or refused with a place. */
final class TranscriptFuzzTest {
    /** Entry point of Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Transcript.parse("fuzz.txt", new String(input, StandardCharsets.UTF_8));
        } catch (BadTranscript refused) {
            assertThat(refused.getMessage()).startsWith("fuzz.txt");
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(TranscriptFuzzTest.class, TranscriptFuzzTest::fuzzerTestOneInput);
    }
}
