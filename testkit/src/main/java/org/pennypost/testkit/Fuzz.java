package org.pennypost.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/**
 * Replays the corpus of a fuzz target in a plain build: every file of {@code src/test/fuzz/<target>}, and some thousand mutations of
 * each. The search for new ones is {@code scripts/fuzz.sh}'s (docs/fuzzing.md).
 */
public final class Fuzz {
    private static final System.Logger LOG = System.getLogger(Fuzz.class.getName());
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
        Gen seeds = Gen.seeded(name.getSimpleName());
        return files.stream().map(file -> {
            long seed = seeds.longNumber();
            return dynamicTest(file.getFileName().toString(), file.toUri(), () -> play(file, seed, target));
        });
    }

    private static void play(Path file, long seed, Target target) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        target.take(bytes.clone());
        Gen gen = new Gen(seed);
        byte[] mutant = bytes;
        boolean stood = false;
        try {
            for (int i = 0; i < MUTATIONS_OF_EACH; i++) {
                mutant = mutant(bytes, gen);
                target.take(mutant.clone());
            }
            stood = true;
        } finally {
            if (!stood) {
                LOG.log(System.Logger.Level.ERROR, "a mutation that it does not stand: " + RawBytes.spell(mutant));
            }
        }
    }

    private static byte[] mutant(byte[] bytes, Gen gen) {
        byte[] mutant = bytes.clone();
        for (int changes = gen.number(1, CHANGES_MAX); changes > 0; changes--) {
            int at = gen.number(0, mutant.length);
            int length = Math.min(gen.number(0, COPY_MAX), mutant.length - at);
            mutant = switch (gen.number(0, 4)) {
                case 0 -> spliced(mutant, at, length, new byte[0]);
                case 1 -> spliced(mutant, at, 0, Arrays.copyOfRange(mutant, at, at + length));
                case 2 -> spliced(mutant, at, 0, new byte[] {(byte) gen.number(0, 255)});
                case 3 ->
                    spliced(mutant, at, Math.min(1, length), new byte[] {
                        (byte) TELLING.charAt(gen.number(0, TELLING.length() - 1))
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
