package org.pennypost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.Gen;

class MailDateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Fri, 21 Nov 1997 09:55:06 -0600                      | 1997-11-21T09:55:06-06:00
            21 Nov 97 09:55:06 GMT                               | 1997-11-21T09:55:06Z
            Fri, 21 Nov 1997 09(comment):   55  :  06 -0600      | 1997-11-21T09:55:06-06:00
            Thu,  13 Feb 1969 23:32 -0330 (Newfoundland (Time))  | 1969-02-13T23:32:00-03:30
            1 Jan 26 00:00 EST                                   | 2026-01-01T00:00:00-05:00
            1 Jan 126 00:00:00 -0000                             | 2026-01-01T00:00:00Z
            Wednesday, 25-Nov-26 10:00:00 GMT                    | 2026-11-25T10:00:00Z
            Wed Nov 25 10:00:00 2026                             | 2026-11-25T10:00:00Z
            Wed Nov  5 10:00:00 CET 2026                         | 2026-11-05T10:00:00+01:00
            Wed, Nov 25, 2026 10:00 PM +0530                     | 2026-11-25T22:00:00+05:30
            25 Nov 2026 12:30 AM                                 | 2026-11-25T00:30:00Z
            2026-11-25T10:00:00.123+01:00                        | 2026-11-25T10:00:00+01:00
            2026-11-25 10:00:00Z                                 | 2026-11-25T10:00:00Z
            2026/11/25 10:00                                     | 2026-11-25T10:00:00Z
            25 Nov 2026 13:00 PM                                 | 2026-11-25T13:00:00Z
            Mar, 25 Nov 2026 10:00:00 +0100                      | 2026-11-25T10:00:00+01:00
            25 Nov 2026                                          | 2026-11-25T00:00:00Z
            Mi, 25 Okt 2026 10:00:00 MESZ                        | 2026-10-25T10:00:00+02:00
            Sat, 31 Dec 2016 23:59:60 +0000                      | 2016-12-31T23:59:59Z
            Wed, 25 Nov 2026 24:00:00 +0000                      | 2026-11-26T00:00:00Z
            Wed, 25 Nov 2026 10:00:00 +9900                      | 2026-11-25T10:00:00Z
            Wed, 25 Nov 2026 10:00:00 Q                          | 2026-11-25T10:00:00Z
            Wed, 25 Nov 2026 10:00:00 GMT+0100                   | 2026-11-25T10:00:00+01:00
            Mon, 25 Nov 2026 10:00:00 "+0100"                    | 2026-11-25T10:00:00+01:00
            25 November 2026 10:00:00 +1                         | 2026-11-25T10:00:00+01:00
            25 Nov 2026 25:00:00 +0100                           | 2026-11-25T00:00:00+01:00
            25 Nov 2026 10:61                                    | 2026-11-25T00:00:00Z
            25 Nov 2026 10:00 -0330 (NST)                        | 2026-11-25T10:00:00-03:30
            25 Nov 98 10:00:00 PDT                               | 1998-11-25T10:00:00-07:00
            25 Nov 2026 10:00:00 +9999                           | 2026-11-25T10:00:00Z
            """)
    void readsWhatPeopleSend(String value, OffsetDateTime date) {
        assertThat(MailDate.parse(value)).contains(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "31 Feb 2026 10:00:00 +0000",
                "25 Nov 10:00:00",
                "Nov 2026",
                "99 Nov 2026 10:00",
                "(25 Nov 2026 10:00:00",
                "2026-13-25T10:00:00Z",
                "2026-"
            })
    void whatIsNoDateIsNone(String value) {
        assertThat(MailDate.parse(value)).isEmpty();
    }

    @Test
    void anyTextIsReadOrNot() {
        Gen gen = Gen.seeded("MailDateTest");
        for (int i = 0; i < 10_000; i++) {
            String text = new String(gen.bytes(0, 60, "0123456789 :+-NovDecTZEST,/\n()\\."), ISO_8859_1);
            assertThat(MailDate.parse(text)).isNotNull();
        }
    }

    @Test
    void endlessValuesAreNotRead() {
        assertThat(MailDate.parse("25 Nov 2026 10:00 " + "(".repeat(2_000_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1997-11-21T09:55:06-06:00       | Fri, 21 Nov 1997 09:55:06 -0600
            2026-03-01T00:00:00Z            | Sun, 1 Mar 2026 00:00:00 +0000
            1969-12-31T23:59:59.999-00:30   | Wed, 31 Dec 1969 23:59:59 -0030
            0912-01-05T10:00:00+12:45       | Tue, 5 Jan 0912 10:00:00 +1245
            2024-02-29T10:00:00+00:00:30    | Thu, 29 Feb 2024 10:00:00 +0000
            """)
    void writesWithTheDaysName(OffsetDateTime time, String value) {
        assertThat(MailDate.write(time)).isEqualTo(value);
    }

    @Test
    void readsWhatItWrote() {
        Gen gen = Gen.seeded("mail date");
        for (int i = 0; i < 1_000; i++) {
            OffsetDateTime time = OffsetDateTime.ofInstant(
                    Instant.ofEpochSecond(gen.number(0, Integer.MAX_VALUE - 1)),
                    ZoneOffset.ofTotalSeconds(60 * gen.number(-1_000, 1_000)));
            assertThat(MailDate.parse(MailDate.write(time))).contains(time);
        }
    }
}
