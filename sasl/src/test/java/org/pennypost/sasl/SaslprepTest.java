package org.pennypost.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslprepTest {
    /** RFC 4013 §3, the examples. */
    @ParameterizedTest
    @CsvSource({"I\u00ADX,IX", "user,user", "USER,USER", "\u00AA,a", "\u2168,IX", "a\u00A0b,a b", "a\u3000b,a b"})
    void whatIsMapped(String written, String prepared) {
        assertThat(Saslprep.stored(written)).contains(prepared);
        assertThat(Saslprep.query(written)).contains(prepared);
    }

    /** RFC 4013 §2.3 and §2.4, with the last two examples of §3. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0007",
                "\u06271",
                "a\u0627",
                "\u0627a\u0627",
                "a\u2028b",
                "a\uE000b",
                "a\uFFFDb",
                "a\u202Eb",
                "\uD800",
                "a\u2FF0",
                "\u00AD",
                ""
            })
    void whatIsRefused(String written) {
        assertThat(Saslprep.stored(written)).isEmpty();
        assertThat(Saslprep.query(written)).isEmpty();
    }

    /** RFC 4013 §2.5: what Unicode has not assigned yet may be asked for, and not be kept. */
    @Test
    void unassignedLettersAreNotKept() {
        assertThat(Saslprep.stored("a\u0378b")).isEmpty();
        assertThat(Saslprep.query("a\u0378b")).contains("a\u0378b");
    }

    @Test
    void textFromRightToLeftIsWhole() {
        assertThat(Saslprep.stored("\u06271\u0628")).contains("\u06271\u0628");
    }
}
