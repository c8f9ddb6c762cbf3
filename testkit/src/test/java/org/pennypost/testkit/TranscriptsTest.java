package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The notation as it is meant, on the echo server, in every way a transcript runs. */
class TranscriptsTest {

    @TestFactory
    Stream<DynamicNode> transcripts() {
        return Transcripts.in(Path.of("src/test/transcripts"), EchoStage::new);
    }

    @Test
    void aFolderWithoutTranscriptsIsAnError(@TempDir Path folder) {
        assertThatThrownBy(() -> Transcripts.in(folder, EchoStage::new)).hasMessageContaining("no transcript");
    }
}
