package org.pennypost.mailbox.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.testkit.Gen;

/** RFC 5256 §2.2. */
final class SentDateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mon, 23 Nov 2026 10:00:00 +0100 | 2026-11-23T10:00:00+01:00
            23 Nov 2026 10:00 -0330 (NST) | 2026-11-23T10:00:00-03:30
            Mon, 3 Nov 26 1:02:03 EST | 2026-11-03T01:02:03-05:00
            3 Nov 98 10:00:00 PDT | 1998-11-03T10:00:00-07:00
            Monday, 23-Nov-26 10:00:00 GMT | 2026-11-23T10:00:00Z
            Mon Nov 23 10:00:00 2026 | 2026-11-23T10:00:00Z
            2026-11-23T10:00:00+02:00 | 2026-11-23T10:00:00+02:00
            2026-11-23 10:00:00 | 2026-11-23T10:00:00Z
            23 November 2026 | 2026-11-23T00:00:00Z
            23 Nov 2026 25:00:00 +0100 | 2026-11-23T00:00:00+01:00
            23 Nov 2026 10:00:00 +9999 | 2026-11-23T10:00:00Z
            31 Dec 2016 23:59:60 +0000 | 2016-12-31T23:59:59Z
            23 Nov 126 10:00:00 | 2026-11-23T10:00:00Z
            """)
    void formsThatMailHas(String value, String date) {
        assertThat(SentDate.of(value)).contains(OffsetDateTime.parse(date));
    }

    @Test
    void whatIsNoDateIsNone() {
        for (String none : new String[] {"", "today", "32 Nov 2026 10:00:00 +0000", "1 Foo 2026", "10:00:00"}) {
            assertThat(SentDate.of(none)).isEmpty();
        }
    }

    @Test
    void anyTextIsReadOrNot() {
        Gen gen = Gen.seeded("SentDateTest");
        for (int i = 0; i < 10_000; i++) {
            String text = new String(
                    gen.bytes(0, 60, "0123456789 :+-NovDecTZEST,/\n"), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(SentDate.of(text)).isNotNull();
        }
    }
}
