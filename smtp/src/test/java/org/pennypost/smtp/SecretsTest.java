package org.pennypost.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AUTH PLAIN AGFsaWNlAHNlY3JldA==   | AUTH PLAIN ***
            auth  plain  AGFsaWNlAHNlY3JldA== | auth  plain ***
            AUTH LOGIN                        | AUTH LOGIN
            AUTH                              | AUTH
            MAIL FROM:<a@b.c> AUTH=<>         | MAIL FROM:<a@b.c> AUTH=<>
            """)
    void passwordsAreNotShown(String line, String shown) {
        assertThat(Secrets.masked(line)).isEqualTo(shown);
    }
}
