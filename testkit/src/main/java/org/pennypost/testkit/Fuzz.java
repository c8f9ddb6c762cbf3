package org.pennypost.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/**
 * Replays the corpus of a fuzz target in a plain build: every file of {@code src/test/fuzz/<target>}, and some thousand mutations of
 * each. The search for new ones is {@code scripts/fuzz.sh}'s (docs/fuzzing.md).
 */
public final class Fuzz {
    private static final int MUTATIONS_OF_EACH = 1_000;
    private static final int CHANGES_MAX = 4;
    private static final int COPY_MAX = 64;
    /** What grammars of mail turn on. */
    private static final String TELLING = "\r\n\0. <>@:;\"\\=?[](){}";

    private Fuzz() {}

    /** Takes any bytes; throws only where the code under test is wrong. */
    @FunctionalInterface
    public interface Target {
        void take(byte[] input) throws Exception;
    }

    /**
     * One test for each file of the corpus.
     *
     * @param name the target's class, after which its folder is named
     * @throws IllegalArgumentException when there is no corpus
     */
    public static Stream<DynamicNode> corpus(Class<?> name, Target target) {
        Path folder = Path.of("src/test/fuzz", name.getSimpleName());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no corpus in " + folder.toAbsolutePath());
        }
        long seed = Long.getLong("pennypost.seed", new Random().nextLong());
        return files.stream()
                .map(file -> dynamicTest(file.getFileName().toString(), file.toUri(), () -> {
                    byte[] bytes = Files.readAllBytes(file);
                    target.take(bytes.clone());
                    Random random = new Random(seed ^ Arrays.hashCode(bytes));
                    for (int i = 0; i < MUTATIONS_OF_EACH; i++) {
                        byte[] mutant = mutant(bytes, random);
                        try {
                            target.take(mutant.clone());
                        } catch (Exception | Error e) {
                            throw new AssertionError(
                                    "-Dpennypost.seed=" + seed + ", mutation " + i + ": " + RawBytes.spell(mutant), e);
                        }
                    }
                }));
    }

    private static byte[] mutant(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        for (int changes = 1 + random.nextInt(CHANGES_MAX); changes > 0; changes--) {
            int at = random.nextInt(mutant.length + 1);
            int length = Math.min(random.nextInt(COPY_MAX), mutant.length - at);
            mutant = switch (random.nextInt(5)) {
                case 0 -> spliced(mutant, at, length, new byte[0]);
                case 1 -> spliced(mutant, at, 0, Arrays.copyOfRange(mutant, at, at + length));
                case 2 -> spliced(mutant, at, 0, new byte[] {(byte) random.nextInt(256)});
                case 3 ->
                    spliced(mutant, at, Math.min(1, length), new byte[] {
                        (byte) TELLING.charAt(random.nextInt(TELLING.length()))
                    });
                default -> Arrays.copyOf(mutant, at);
            };
        }
        return mutant;
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
        byte[] result = new byte[bytes.length - removed + added.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
        return result;
    }
}
