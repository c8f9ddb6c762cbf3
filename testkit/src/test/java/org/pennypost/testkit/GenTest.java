package org.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenTest {

    @Test
    void theSameSeedGivesTheSameData() {
        assertThat(sample(new Gen(7))).isEqualTo(sample(new Gen(7))).isNotEqualTo(sample(new Gen(8)));
    }

    @Test
    void dataKeepsItsBounds() {
        Gen gen = Gen.seeded("GenTest");
        for (int i = 0; i < 1000; i++) {
            assertThat(gen.number(-1, 1)).isBetween(-1, 1);
            assertThat(gen.text(2, 5)).hasSizeBetween(2, 5).isPrintable();
            assertThat(gen.bytes(0, 3, "x").length).isBetween(0, 3);
            assertThat(gen.address()).matches("[!-~&&[^\\\\(\\\\)<>@,;:\\\\\\\\\"\\\\[\\\\]]]+@[a-z]+\\.test");
        }
        assertThat(gen.shuffled(List.of(1, 2, 3))).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void aFakeClockMovesWhenItIsTurnedAndTells() {
        FakeClock clock = new FakeClock();
        List<Long> told = new ArrayList<>();
        clock.onAdvance(() -> told.add(clock.nanoTime()));
        clock.advance(Duration.ofMinutes(31));

        assertThat(clock.instant()).isEqualTo(FakeClock.START.plusSeconds(31 * 60));
        assertThat(told).containsExactly(Duration.ofMinutes(31).toNanos());
    }

    @Test
    void theTopOfTheProjectIsFoundWithItsFiles() {
        assertThat(Repository.files())
                .contains(Repository.top().resolve("pom.xml"), Repository.top().resolve("docs/rfc/index.tsv"))
                .noneMatch(file -> file.toString().contains("/target/"));
    }

    private static List<Object> sample(Gen gen) {
        return List.of(
                gen.number(0, 1000),
                gen.word(1, 9),
                gen.address(),
                gen.text(0, 50),
                gen.split().longNumber());
    }
}
