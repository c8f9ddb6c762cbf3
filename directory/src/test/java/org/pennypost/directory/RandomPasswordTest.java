package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomPasswordTest {
    @Test
    void hasEightyBitsWithoutLookAlikes() {
        assertThat(RandomPassword.ALPHABET.chars().distinct().count()).isEqualTo(1 << 5);
        assertThat(RandomPassword.ALPHABET).doesNotContain("l", "o", "0", "1");
        assertThat(5 * RandomPassword.GROUPS * RandomPassword.GROUP_CHARACTERS).isEqualTo(80);
        Random random = new Random(1);
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            made.add(RandomPassword.make(random));
        }
        assertThat(made)
                .hasSize(1_000)
                .allMatch(password -> password.matches("([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}"));
    }

    @Test
    void isAGoodPassword() throws Exception {
        assertThat(Password.ofNew(RandomPassword.make(new Random(1)))).hasSize(19);
    }
}
