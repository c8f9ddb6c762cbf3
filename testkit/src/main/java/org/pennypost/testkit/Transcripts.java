package org.pennypost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Plays all transcripts of a folder as JUnit tests, each in every way. */
public final class Transcripts {
    private Transcripts() {}

    /**
     * The tests.
     *
     * @param folder with {@code *.txt} in it or below; the files that a transcript names are beside it
     * @param stages makes the stage of one run
     * @throws IllegalStateException if there are none: a folder that was moved must not pass for tested
     */
    public static Stream<DynamicNode> in(Path folder, Function<Carrier, Stage> stages) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> transcripts = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            if (transcripts.isEmpty()) {
                throw new IllegalStateException("no transcripts in " + folder.toAbsolutePath());
            }
            return transcripts.stream().map(file -> tests(folder, file, stages));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DynamicNode tests(Path folder, Path file, Function<Carrier, Stage> stages) {
        String name = folder.relativize(file).toString();
        Transcript transcript = read(name, file);
        Stream<DynamicTest> runs = Stream.of(Carrier.values())
                .flatMap(carrier -> transcript.paces().stream()
                        .map(pace -> DynamicTest.dynamicTest(
                                carrier + " " + pace, () -> play(transcript, stages.apply(carrier), pace))));
        return DynamicContainer.dynamicContainer(name, file.toUri(), runs);
    }

    private static Transcript read(String name, Path file) {
        try {
            return Transcript.parse(
                    name, Files.readString(file), other -> Files.readAllBytes(file.resolveSibling(other)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Plays one transcript once, and closes the stage.
     *
     * @throws AssertionError where the server does not do as it says
     */
    public static void play(Transcript transcript, Stage stage, Pace pace) throws Exception {
        try (stage) {
            new TranscriptRun(transcript, stage, pace).play();
        }
    }
}
