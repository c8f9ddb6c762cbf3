package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

/**
 * Random commands from up to eight sessions on shared mailboxes, with deliveries, deletions from elsewhere and restarts between them: after each, what the
 * client knows by what it was told is what a simple model says.
 */
class ModelTest {
    private static final int STEPS = 100_000;
    private static final int STEPS_OF_A_RUN = 2_500;
    private static final int SLOW_RUNS = 4_000;

    private static void run(Gen gen) throws Exception {
        ModelRun run = new ModelRun(gen);
        try {
            for (int step = 0; step < STEPS_OF_A_RUN; step++) {
                run.step();
            }
            run.end();
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed of this run: " + gen.seed() + "\n" + String.join("\n", run.lastLines()), e);
        }
    }

    @Test
    void whatClientsAreToldIsWhatIsThere() throws Exception {
        Gen gen = Gen.seeded("ModelTest");
        for (int i = 0; i < STEPS / STEPS_OF_A_RUN; i++) {
            run(gen.split());
        }
    }

    @Test
    @Tag("slow")
    void tenMillionSteps() throws Exception {
        Gen gen = Gen.seeded("ModelTest, ten million steps");
        for (int i = 0; i < SLOW_RUNS; i++) {
            run(gen.split());
        }
    }

    /** The test of the test: a client that is not told of an expunge, or of a flag, is found out. */
    @Test
    void aWrongCacheIsFound() throws Exception {
        ModelRun run = new ModelRun(new Gen(1));
        for (int step = 0; step < STEPS_OF_A_RUN; step++) {
            run.step();
        }
        assertThat(run.findsWrongCaches()).isTrue();
        run.end();
    }
}
