package org.pennypost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.embedded.FaultyDisk.Fault;
import org.pennypost.testkit.Pace;
import org.pennypost.testkit.Transcript;
import org.pennypost.testkit.Transcripts;

/**
 * The transcripts of the whole server, on the durable store: as they stand, with a disk that fails at its n-th call for every n, and with a
 * restart behind every line. In the last two, a client may hear what the transcript says or that it should come back; afterwards the store is
 * sound, and holds what clients were told.
 */
class ModesTest {
    private static final Path FOLDER = Path.of("src/test/transcripts");

    /** More calls than a transcript makes. */
    private static final int CALLS_MAX = 500;

    @TempDir
    private Path folder = Path.of(".");

    private static List<Transcript> transcripts() throws IOException {
        List<Transcript> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                all.add(Transcript.parse(file.getFileName().toString(), Files.readString(file)));
            }
        }
        assertThat(all).isNotEmpty();
        return all;
    }

    @TestFactory
    Stream<DynamicNode> onTheDurableStore() throws IOException {
        return transcripts().stream()
                .flatMap(transcript -> Stream.of(Pace.values())
                        .map(pace -> dynamicTest(transcript.name() + ", " + pace, () -> {
                            WiredStage stage = new WiredStage(folder.resolve(transcript.name() + pace));
                            Transcripts.play(transcript, stage, pace);
                        })));
    }

    @TestFactory
    Stream<DynamicNode> withAFaultAtEveryCallOfTheDisk() throws IOException {
        List<Transcript> transcripts = transcripts();
        return Stream.of(Fault.values())
                .map(fault -> dynamicTest(fault.toString(), () -> {
                    int faults = 0;
                    for (Transcript transcript : transcripts) {
                        int nth = 1;
                        while (playWithFault(transcript, fault, nth)) {
                            nth++;
                            assertThat(nth).isLessThan(CALLS_MAX);
                        }
                        faults += nth - 1;
                    }
                    assertThat(faults).as("the calls that failed").isGreaterThan(5);
                }));
    }

    /** Returns whether the fault came. */
    private boolean playWithFault(Transcript transcript, Fault fault, int nth) throws Exception {
        WiredStage stage = new WiredStage(folder.resolve(transcript.name() + fault + nth));
        stage.failAt(nth, fault);
        boolean[] sound = {false};
        try {
            Transcripts.play(transcript, stage, Pace.WHOLE_LINES, () -> {
                stage.verify();
                sound[0] = true;
            });
        } catch (AssertionError e) {
            if (!sound[0] || !stage.hasFailed() || !stage.wasPutOff()) {
                throw new AssertionError(
                        "with the fault at call " + nth + ", the last reply being '" + stage.lastReply() + "': " + e,
                        e);
            }
        }
        return stage.hasFailed();
    }

    @TestFactory
    Stream<DynamicNode> withARestartBehindEveryLine() throws IOException {
        return transcripts().stream()
                .map(transcript -> dynamicTest(transcript.name(), () -> {
                    for (int steps = 1; steps <= transcript.length(); steps++) {
                        WiredStage stage = new WiredStage(folder.resolve(transcript.name() + steps));
                        Transcripts.play(transcript.upTo(steps), stage, Pace.WHOLE_LINES, stage::verify);
                    }
                }));
    }
}
