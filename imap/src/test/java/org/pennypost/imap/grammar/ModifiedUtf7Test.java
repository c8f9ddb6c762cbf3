package org.pennypost.imap.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.Gen;

/** RFC 3501 §5.1.3. */
class ModifiedUtf7Test {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INBOX|INBOX",
                "A&B|A&-B",
                "Entwürfe|Entw&APw-rfe",
                "~peter/mail/台北/日本語|~peter/mail/&U,BTFw-/&ZeVnLIqe-",
                "☺!|&Jjo-!",
                "📨|&2D3c6A-"
            })
    void namesAreSpelled(String name, String spelled) {
        assertThat(ModifiedUtf7.encode(name)).isEqualTo(spelled);
        assertThat(ModifiedUtf7.decode(spelled)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "&Jjo",
                "&Jjo!",
                "&U,BTFw-&ZeVnLIqe-",
                "&AGE-",
                "&AA-",
                "&AAA=-",
                "&U/BTFw-",
                "&AAB-",
                "&ACY-"
            })
    void onlyTheRightSpellingIsTaken(String spelled) {
        assertThat(ModifiedUtf7.decode(spelled)).isEmpty();
    }

    @Test
    void everyNameComesBack() {
        Gen gen = Gen.seeded("ModifiedUtf7Test");
        for (int i = 0; i < 5_000; i++) {
            String name = gen.text(0, 30);
            String spelled = ModifiedUtf7.encode(name);
            assertThat(spelled).matches("[ -~]*");
            assertThat(ModifiedUtf7.decode(spelled)).contains(name);
        }
    }
}
