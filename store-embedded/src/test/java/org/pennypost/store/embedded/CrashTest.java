package org.pennypost.store.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes killed (SIGKILL) in the middle of deliveries, expunges, sweeps, compactions and of opening what the last one left: nothing
 * acknowledged is lost, nothing is half there, no key is without its bytes, no UID or counter goes back. The seed repeats the load and
 * the numbers of acknowledgements after which is killed; the instant within them is the machine's.
 */
class CrashTest {
    private static final int LANES = 3;
    private static final int KILLS_IN_A_FOLDER = 34;

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void hundredKills() throws Exception {
        kill(1);
    }

    @Test
    @Tag("slow")
    void tenThousandKills() throws Exception {
        kill(99);
    }

    /** Folders side by side, each killed in {@value #KILLS_IN_A_FOLDER} times, then others. */
    private void kill(int folders) throws Exception {
        long seed = Long.getLong("pennypost.seed", new Random().nextLong());
        System.out.println("CrashTest: -Dpennypost.seed=" + seed);
        Random random = new Random(seed);
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Callable<Void>> all = new ArrayList<>();
            for (int number = 0; number < LANES * folders; number++) {
                CrashLane lane = new CrashLane(folder.resolve("lane" + number), new Random(random.nextLong()));
                all.add(() -> {
                    lane.killAndVerify(KILLS_IN_A_FOLDER);
                    return null;
                });
            }
            for (Future<Void> lane : lanes.invokeAll(all)) {
                lane.get();
            }
        }
    }
}
