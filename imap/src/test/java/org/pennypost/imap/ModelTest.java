package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.testkit.Gen;
import org.pennypost.testkit.Shrinking;

/**
 * Random commands from up to eight sessions on shared mailboxes, with deliveries, deletions from elsewhere, folders that come and go, and servers that are killed:
 * after each step, what the client knows by what it was told is what a simple model says. Of a run that fails, the fewest steps that fail are shown.
 */
class ModelTest {
    private static final int STEPS = 100_000;
    private static final int STEPS_OF_A_RUN = 2_500;
    private static final int SLOW_RUNS = 4_000;
    private static final int KILLS_IN = 400;
    private static final int SHRINKING_RUNS_MAX = 2_000;
    private static final int LINES_SHOWN = 200;

    private static ModelRun run(Gen gen, int steps, int killsIn, boolean forgetful) {
        long world = gen.longNumber();
        return new ModelRun(
                world, LongStream.generate(gen::longNumber).limit(steps).boxed().toList(), killsIn, forgetful);
    }

    private static void passes(Gen gen) throws IOException {
        ModelRun run = run(gen, STEPS_OF_A_RUN, KILLS_IN, false);
        if (run.run() instanceof ModelRun.End.Wrong wrong) {
            throw failure(gen, shortest(run, wrong));
        }
    }

    /** The fewest steps that fail, whatever the failure. */
    private static ModelRun shortest(ModelRun run, ModelRun.End.Wrong wrong) throws IOException {
        List<Long> upToThere = run.steps().subList(0, wrong.step());
        return run.with(Shrinking.shortest(
                upToThere, steps -> run.with(steps).run() instanceof ModelRun.End.Wrong, SHRINKING_RUNS_MAX));
    }

    private static AssertionError failure(Gen gen, ModelRun shortest) throws IOException {
        if (!(shortest.run() instanceof ModelRun.End.Wrong wrong)) {
            return new AssertionError("seed of this run: " + gen.seed() + "; it does not fail again");
        }
        List<String> log = wrong.log();
        return new AssertionError(
                "seed of this run: " + gen.seed() + "; of its steps, "
                        + shortest.steps().size() + " fail:\n"
                        + String.join("\n", log.subList(Math.max(0, log.size() - LINES_SHOWN), log.size())),
                wrong.what());
    }

    @Test
    void whatClientsAreToldIsWhatIsThere() throws IOException {
        Gen gen = Gen.seeded("ModelTest");
        for (int i = 0; i < STEPS / STEPS_OF_A_RUN; i++) {
            passes(gen.split());
        }
    }

    @Test
    @Tag("slow")
    void tenMillionSteps() throws IOException {
        Gen gen = Gen.seeded("ModelTest, ten million steps");
        for (int i = 0; i < SLOW_RUNS; i++) {
            passes(gen.split());
        }
    }

    /** The same on a real store, which is killed again and again: the next server finds a copy of what the disk held at that moment. */
    @Test
    void whatIsLeftOfAServerThatWasKilled(@TempDir Path folder) throws IOException {
        Gen gen = Gen.seeded("ModelTest, on a disk");
        ModelRun run = run(gen, 600, 40, false);
        if (run.run(folder) instanceof ModelRun.End.Wrong wrong) {
            throw new AssertionError("step " + wrong.step() + "\n" + String.join("\n", wrong.log()), wrong.what());
        }
    }

    /** The test of the test: where the model forgets what EXPUNGE does, that is found, and the fewest steps that show it. */
    @Test
    void aFailureIsFoundAndShrunk() throws IOException {
        ModelRun run = run(new Gen(1), STEPS_OF_A_RUN, KILLS_IN, true);
        ModelRun.End end = run.run();
        assertThat(end).isInstanceOf(ModelRun.End.Wrong.class);
        ModelRun shortest = shortest(run, (ModelRun.End.Wrong) end);
        // A message that gets \\Deleted, and EXPUNGE.
        assertThat(shortest.steps()).hasSizeLessThanOrEqualTo(4);
        AssertionError told = failure(new Gen(1), shortest);
        assertThat(told).hasMessageContaining("EXPUNGE").hasMessageContaining("steps, ");
        for (int i = 0; i < shortest.steps().size(); i++) {
            int left = i;
            List<Long> fewer = Stream.iterate(0, n -> n + 1)
                    .limit(shortest.steps().size())
                    .filter(n -> n != left)
                    .map(shortest.steps()::get)
                    .toList();
            assertThat(shortest.with(fewer).run()).isInstanceOf(ModelRun.End.Right.class);
        }
    }
}
