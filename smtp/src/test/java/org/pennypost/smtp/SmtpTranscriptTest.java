package org.pennypost.smtp;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.smtp.testing.SmtpStage;
import org.pennypost.testkit.Transcripts;

/** The conversations in {@code src/test/transcripts}, each in every way. */
class SmtpTranscriptTest {
    @TestFactory
    Stream<DynamicNode> transcripts() {
        return Transcripts.in(Path.of("src/test/transcripts"), SmtpStage::new);
    }
}
