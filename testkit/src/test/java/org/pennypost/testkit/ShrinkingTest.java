package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    private int tries;

    private List<Integer> shortest(Shrinking.Trial<Integer> trial, int triesMax) throws IOException {
        return Shrinking.shortest(
                HUNDRED,
                steps -> {
                    tries++;
                    return trial.fails(steps);
                },
                triesMax);
    }

    @Test
    void onlyWhatIsNeededIsLeft() throws IOException {
        assertThat(shortest(steps -> steps.contains(42), 1_000)).containsExactly(42);
        assertThat(shortest(steps -> steps.containsAll(List.of(3, 50, 97)), 1_000))
                .containsExactly(3, 50, 97);
        assertThat(shortest(_ -> true, 1_000)).isEmpty();
        assertThat(shortest(steps -> steps.size() == 100, 1_000)).hasSize(100);
    }

    /** Steps that can go only behind others: it looks again until none can go. */
    @Test
    void noStepOfTheResultCanGo() throws IOException {
        Shrinking.Trial<Integer> sum =
                steps -> steps.stream().mapToInt(each -> each).sum() >= 250;
        List<Integer> shortest = shortest(sum, 10_000);
        assertThat(sum.fails(shortest)).isTrue();
        for (int each : shortest) {
            assertThat(sum.fails(shortest.stream().filter(step -> step != each).toList()))
                    .isFalse();
        }
    }

    @Test
    void triesAreBounded() throws IOException {
        assertThat(shortest(steps -> steps.contains(42), 3)).contains(42);
        assertThat(tries).isEqualTo(3);
    }
}
