package org.pennypost.mailbox;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Store;

@ParameterizedClass
@EnumSource(Engine.class)
class RandomAccountTest {
    private static final int STEPS = 1_000;
    private static final int MANY_RUNS = 300;

    @Parameter
    private Engine engine = Engine.MEMORY;

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void randomWorkMatchesTheModel() throws Exception {
        long seed = Long.getLong("pennypost.seed", new Random().nextLong());
        System.out.println("RandomAccountTest " + engine + ": -Dpennypost.seed=" + seed);
        RandomAccount work = new RandomAccount(seed);
        try (Store store = engine.open(folder)) {
            work.run(store, STEPS);
        }
        if (engine == Engine.EMBEDDED) {
            try (Store store = engine.open(folder)) {
                work.assertSame(store);
            }
        }
    }

    @Test
    @Tag("slow")
    void manyRandomRunsMatchTheModel() throws Exception {
        long seed = Long.getLong("pennypost.seed", new Random().nextLong());
        for (long run = seed; run < seed + MANY_RUNS; run++) {
            System.out.println("RandomAccountTest: -Dpennypost.seed=" + run);
            try (Store store = new MemoryStore()) {
                new RandomAccount(run).run(store, STEPS);
            }
        }
    }
}
