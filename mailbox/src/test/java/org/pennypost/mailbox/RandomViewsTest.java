package org.pennypost.mailbox;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

/** Views that are brought forward, now and then or after many changes, beside views that are opened afresh ({@link RandomViews}). */
class RandomViewsTest {
    private static final int RUNS = 4;
    private static final int SLOW_RUNS = 600;

    @Test
    void aViewBroughtForwardIsTheOneOpenedAfresh() throws Exception {
        run(Gen.seeded("RandomViewsTest"), RUNS);
    }

    @Test
    @Tag("slow")
    void manyTimes() throws Exception {
        run(Gen.seeded("RandomViewsTest, many times"), SLOW_RUNS);
    }

    private static void run(Gen gen, int runs) throws Exception {
        for (int i = 0; i < runs; i++) {
            Gen each = gen.split();
            try {
                new RandomViews(each).run();
            } catch (Exception | AssertionError failed) {
                throw new AssertionError("the run of seed " + each.seed(), failed);
            }
        }
    }
}
