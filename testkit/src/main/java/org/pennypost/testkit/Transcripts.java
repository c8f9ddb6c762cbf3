package org.pennypost.testkit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** Plays the transcripts of a folder as JUnit tests, each in every {@link Pace} on every {@link Carrier} that it allows. */
public final class Transcripts {
    private static final Duration RUN_MAX = Duration.ofMinutes(2);

    private Transcripts() {}

    /**
     * One container for each {@code .txt} file under the folder, one test in it for each way to play it.
     *
     * @param folder from the module's folder, such as {@code src/test/transcripts}
     * @throws IllegalArgumentException when there is no transcript, for then nothing would be tested
     */
    public static Stream<DynamicNode> in(Path folder, Function<Carrier, Stage> stages) {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no transcript (*.txt) in " + folder.toAbsolutePath());
        }
        return files.stream().map(file -> container(folder.relativize(file).toString(), file, stages));
    }

    private static DynamicNode container(String name, Path file, Function<Carrier, Stage> stages) {
        Transcript transcript;
        try {
            transcript = Transcript.parse(
                    name, Files.readString(file), other -> Files.readAllBytes(file.resolveSibling(other)));
        } catch (IOException | BadTranscript e) {
            return dynamicTest(name, file.toUri(), () -> {
                throw e;
            });
        }
        List<DynamicNode> runs = new ArrayList<>();
        for (Carrier carrier : Carrier.values()) {
            for (Pace pace : Pace.values()) {
                if (transcript.allows(pace, carrier)) {
                    runs.add(dynamicTest(
                            carrier.word() + ", " + pace.word(),
                            file.toUri(),
                            () -> play(transcript, stages.apply(carrier), pace)));
                }
            }
        }
        return dynamicContainer(name, file.toUri(), runs.stream());
    }

    /**
     * Plays one transcript once, and closes the stage.
     *
     * @throws AssertionError where the server does not do as it says, has a fault, or two minutes were not enough
     */
    public static void play(Transcript transcript, Stage stage, Pace pace) throws Exception {
        play(transcript, stage, pace, () -> {});
    }

    /** What is to be seen on a stage behind the last line, or behind the line that failed. */
    @FunctionalInterface
    public interface Epilogue {
        /** Throws what is wrong, as an assertion. */
        void play() throws Exception;
    }

    /** The same with an epilogue, which is played before the stage is closed. */
    public static void play(Transcript transcript, Stage stage, Pace pace, Epilogue epilogue) throws Exception {
        List<Error> failures = new ArrayList<>();
        try (stage) {
            Optional<Error> failure = play(new TranscriptRun(transcript, stage, pace));
            // What the epilogue finds is worse than what it was played behind.
            epilogue.play();
            failure.ifPresent(failures::add);
        }
        for (Throwable fault : stage.faults()) {
            failures.add(new AssertionError("the server has a fault: " + fault, fault));
        }
        if (!failures.isEmpty()) {
            Error failure = failures.getFirst();
            failures.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    /** Plays in a thread of its own, so that a server that stops reading cannot hang the build. */
    private static Optional<Error> play(TranscriptRun run) throws Exception {
        CompletableFuture<Optional<Error>> result = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("transcript").start(() -> {
            try {
                run.play();
                result.complete(Optional.empty());
            } catch (Error e) {
                result.complete(Optional.of(e));
            } catch (RuntimeException e) {
                result.complete(Optional.of(new AssertionError(run.whereabouts() + ": " + e, e)));
            }
        });
        try {
            return result.get(RUN_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            AssertionError stuck = new AssertionError(
                    run.whereabouts() + ": this step is not done after " + RUN_MAX.toMinutes() + " minutes");
            stuck.setStackTrace(thread.getStackTrace());
            thread.interrupt();
            return Optional.of(stuck);
        }
    }
}
