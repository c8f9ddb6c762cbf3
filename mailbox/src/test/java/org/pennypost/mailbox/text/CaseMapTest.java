package org.pennypost.mailbox.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

final class CaseMapTest {
    @Test
    void caseMakesNoDifference() {
        assertThat(CaseMap.fold("Grüße aus Köln, ΣΊΣΥΦΟΣ")).isEqualTo(CaseMap.fold("GRÜßE AUS KÖLN, σίσυφος"));
        assertThat(CaseMap.fold("plain")).isEqualTo("PLAIN");
        assertThat(CaseMap.fold("ǆ")).isEqualTo(CaseMap.fold("ǅ"));
    }

    @Test
    void charactersAreTakenApart() {
        assertThat(CaseMap.fold("É")).isEqualTo(CaseMap.fold("e\u0301")).startsWith("E");
        assertThat(CaseMap.fold("ﬁ①")).isEqualTo("fi1");
        assertThat(CaseMap.fold("\ud800 lone")).contains("LONE");
    }

    @Test
    void theOrderIsThatOfTheOctets() {
        Gen gen = Gen.seeded("CaseMapTest");
        for (int i = 0; i < 5_000; i++) {
            String one = text(gen);
            String other = gen.onceIn(4) ? one + text(gen) : text(gen);
            int octets = Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));
            assertThat(Integer.signum(CaseMap.compare(one, other)))
                    .as("%s and %s", one, other)
                    .isEqualTo(Integer.signum(octets));
        }
    }

    private static String text(Gen gen) {
        return String.join(
                "", gen.list(0, 4, () -> gen.oneOf(java.util.List.of("a", "b", "é", "\ufffd", "😀", "𐀀", "퟿"))));
    }
}
