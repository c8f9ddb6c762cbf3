package org.pennypost.imap;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.testkit.Transcripts;

class ImapTranscriptsTest {
    @TestFactory
    Stream<DynamicNode> conversations() {
        return Transcripts.in(Path.of("src/test/transcripts"), ImapStage::new);
    }
}
