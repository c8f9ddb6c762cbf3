package org.pennypost.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3461 §4.2, RFC 6533 §3. */
class OriginalRecipientTest {
    /** SP, CTLs, backslash, plus and equals sign, and what is not ASCII. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rfc822 | a b+c=d@example.org | rfc822;a+20b+2Bc+3Dd@example.org",
                "utf-8  | j\u00FCr gen+x=y\\@example.org | utf-8;j\\x{FC}r\\x{20}gen\\x{2B}x\\x{3D}y\\x{5C}@example.org",
                "UTF-8  | \uD83D\uDE00@example.org | UTF-8;\\x{1F600}@example.org"
            })
    void whatAParameterCannotHoldIsEscaped(String type, String address, String written) throws BadSyntax {
        OriginalRecipient recipient = new OriginalRecipient(type, address);
        assertThat(recipient).hasToString(written);
        assertThat(OriginalRecipient.parse(written)).isEqualTo(recipient);
    }

    @Test
    void hexadecimalDigitsHaveAnyCase() throws BadSyntax {
        assertThat(OriginalRecipient.parse("utf-8;j\\x{fc}\\x{4f8B}@example.org")
                        .address())
                .isEqualTo("j\u00FC\u4F8B@example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "utf-8;a\\x{1}",
                "utf-8;a\\X{FC}",
                "utf-8;a\\x{FC",
                "utf-8;a\\x{}",
                "utf-8;a\\x{00}",
                "utf-8;a\\x{dfff}"
            })
    void otherEscapesAreNone(String text) {
        assertThatThrownBy(() -> OriginalRecipient.parse(text)).isInstanceOf(BadSyntax.class);
    }
}
