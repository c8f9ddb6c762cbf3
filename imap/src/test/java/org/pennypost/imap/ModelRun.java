package org.pennypost.imap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pennypost.testkit.Gen;

/**
 * A run of {@link ModelTest} as a value: the same every time, and any of its steps can be left out.
 *
 * @param world the seed of the world at its beginning
 * @param steps the seeds of what happens in it
 * @param killsIn {@link ModelSteps}
 * @param forgetful {@link ModelSteps}
 */
record ModelRun(long world, List<Long> steps, int killsIn, boolean forgetful) {
    /** How it ended. */
    sealed interface End {
        /** All that clients were told is what is there. */
        record Right() implements End {}

        /**
         * Something is wrong.
         *
         * @param step after so many steps
         * @param log what was said last
         */
        record Wrong(Throwable what, int step, List<String> log) implements End {}
    }

    ModelRun {
        steps = List.copyOf(steps);
    }

    ModelRun with(List<Long> others) {
        return new ModelRun(world, others, killsIn, forgetful);
    }

    /** Runs in memory. */
    End run() throws IOException {
        return run(Optional.empty());
    }

    /** Runs on a disk, in this empty folder. */
    End run(Path folder) throws IOException {
        return run(Optional.of(folder));
    }

    private End run(Optional<Path> folder) throws IOException {
        int done = 0;
        try (ModelWorld here = new ModelWorld(new Gen(world), folder)) {
            try {
                ModelSteps happenings = new ModelSteps(here, killsIn, forgetful);
                for (long each : steps) {
                    happenings.step(each);
                    done++;
                }
                here.end();
                return new End.Right();
            } catch (AssertionError | IOException | RuntimeException wrong) {
                return new End.Wrong(wrong, Math.min(done + 1, steps.size()), List.copyOf(here.log));
            }
        }
    }
}
