package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "PASS secret, PASS ***",
        "pass a long secret, pass ***",
        "AUTH PLAIN AGEAYg==, AUTH PLAIN ***",
        "AUTH PLAIN, AUTH PLAIN",
        "USER alice, USER alice",
        "RETR 1, RETR 1"
    })
    void onlySecretsAreHidden(String line, String shown) {
        assertThat(Secrets.masked(line)).isEqualTo(shown);
    }
}
