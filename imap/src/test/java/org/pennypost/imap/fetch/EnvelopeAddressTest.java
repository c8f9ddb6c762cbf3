package org.pennypost.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.testkit.Gen;

/** RFC 9051 §7.5.2: addresses in parts. */
class EnvelopeAddressTest {
    private static String spelled(String value) {
        return EnvelopeAddress.list(value).stream()
                .map(each -> each.name() + " " + each.route() + " " + each.mailbox() + " " + each.host())
                .collect(Collectors.joining("|"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a@b~null null a b",
                "<a@b>~null null a b",
                "A B <a@b>, c@d~A B null a b|null null c d",
                "\"A, B\" <a@b>~A, B null a b",
                "\"a b\"@c~null null a b c",
                "\"x@y\"@c~null null x@y c",
                "a@b (Alice (in Berlin))~Alice (in Berlin) null a b",
                "=?utf-8?q?a?= <a@b>~=?utf-8?q?a?= null a b",
                "A <@x,@y:a@b>~A @x,@y a b",
                "G: a@b, C <c@d>;, e@f~null null G null|null null a b|C null c d|null null null null|null null e f",
                "G:;~null null G null|null null null null",
                "G: a@b~null null G null|null null a b|null null null null",
                "a . b @ c . d~null null a.b c.d",
                "a@[10.0.0.1]~null null a [10.0.0.1]",
                ",,a@b,~null null a b"
            })
    void addresses(String value, String expected) {
        assertThat(spelled(value)).isEqualTo(expected);
    }

    @Test
    void whatIsNoAddressHasNoHost() {
        assertThat(EnvelopeAddress.list("Nobody")).containsExactly(new EnvelopeAddress(null, null, "Nobody", ""));
        assertThat(EnvelopeAddress.list("A <>")).containsExactly(new EnvelopeAddress("A", null, "", ""));
    }

    @Test
    void nothingIsTooStrange() {
        Gen gen = Gen.seeded("EnvelopeAddressTest");
        for (int i = 0; i < 20_000; i++) {
            String value = new String(gen.bytes(0, 40, "ab@.,:;<>()\"\\ \t"), StandardCharsets.US_ASCII);
            List<EnvelopeAddress> list = EnvelopeAddress.list(value);
            assertThat(list.stream().filter(each -> each.mailbox() == null).count())
                    .as("groups of <%s> that end", value)
                    .isEqualTo(list.stream()
                            .filter(each -> each.host() == null && each.mailbox() != null)
                            .count());
        }
    }
}
