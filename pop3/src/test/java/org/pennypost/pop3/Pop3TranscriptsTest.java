package org.pennypost.pop3;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Transcripts;

class Pop3TranscriptsTest {
    @TestFactory
    Stream<DynamicNode> conversations() {
        return Transcripts.in(Path.of("src/test/transcripts"), Pop3Stage::new);
    }
}
