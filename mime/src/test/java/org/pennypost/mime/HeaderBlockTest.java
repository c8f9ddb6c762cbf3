package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderBlockTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Subject: x          | FIELD
            FROM: a             | FIELD
            X-Y_z!:             | FIELD
            Subject : obsolete  | FIELD
            From alice@a Mon    | TEXT
            see you later ;-)   | TEXT
            :no name            | TEXT
            ` Folded: no`       | TEXT
            Grüße: x            | TEXT
            Subject             | TEXT
            ``                  | NOTHING
            \\r\\nbody          | EMPTY_LINE
            \\nbody             | EMPTY_LINE
            \\rbody             | TEXT
            """)
    void saysHowAMessageBegins(String text, MessageStart start) {
        byte[] bytes = text.translateEscapes().getBytes(StandardCharsets.UTF_8);
        assertThat(MessageStart.of(bytes, 0, bytes.length)).isEqualTo(start);
    }

    @Test
    void looksOnlyAtTheGivenBytes() {
        byte[] bytes = "xxA: b".getBytes(StandardCharsets.US_ASCII);
        assertThat(MessageStart.of(bytes, 2, 4)).isEqualTo(MessageStart.FIELD);
        assertThat(MessageStart.of(bytes, 2, 1)).isEqualTo(MessageStart.TEXT);
    }

    @Test
    void unfoldsAndDecodes() {
        HeaderBlock header = read("""
                Received: by a;
                \tMon
                Subject: =?utf-8?Q?Gr=C3=BC?=
                 =?utf-8?Q?=C3=9Fe?= to you
                FROM:Alice <a@b.example>

                Not-A-Field: x
                """);
        assertThat(header.fields()).extracting(HeaderBlock.Field::name).containsExactly("Received", "Subject", "FROM");
        assertThat(header.text("subject")).isEqualTo("Grüße to you");
        assertThat(header.text("from")).isEqualTo("Alice <a@b.example>");
        assertThat(header.first("received").orElseThrow().value()).isEqualTo("by a;\tMon");
        assertThat(header.text("absent")).isEmpty();
    }

    @Test
    void theBodyBeginsAfterTheEmptyLineOrWhereTheFieldsEnd() {
        assertThat(read("A: b\n\nbody").bodyOffset()).isEqualTo("A: b\r\n\r\n".length());
        assertThat(read("A: b\nsee you later ;-)\n").bodyOffset()).isEqualTo("A: b\r\n".length());
        assertThat(read("\nbody").bodyOffset()).isEqualTo(2);
        assertThat(read("body").bodyOffset()).isZero();
        assertThat(read("A: b").bodyOffset()).isEqualTo(4);
        assertThat(read("").fields()).isEmpty();
    }

    @Test
    void rawBytesAreUtf8OrElseLatin1() {
        assertThat(HeaderBlock.read("Subject: Grüße\r\n".getBytes(StandardCharsets.UTF_8))
                        .text("subject"))
                .isEqualTo("Grüße");
        assertThat(HeaderBlock.read("Subject: Grüße\r\n".getBytes(StandardCharsets.ISO_8859_1))
                        .text("subject"))
                .isEqualTo("Grüße");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            =?ISO-8859-1?Q?a?=                              | a
            =?ISO-8859-1?Q?a?= b                            | a b
            =?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=           | ab
            =?ISO-8859-1?Q?a?=   =?ISO-8859-2?Q?_b?=        | a b
            =?ISO-8859-1?Q?a_b?=                            | a b
            =?utf-8*en?B?w7w=?=                             | ü
            =?utf-8?Q?=C3?= =?utf-8?Q?=BC?=                 | ü
            =?nowhere?Q?a?=                                 | =?nowhere?Q?a?=
            =?utf-8?X?a?=                                   | =?utf-8?X?a?=
            =?utf-8?Q?a b?=                                 | a b
            =?utf-8?Q?=ZZ?=                                 | =ZZ
            =?utf-8?Q?what??=                               | what?
            =?utf-8?B?w7w?=                                 | ü
            =?utf-8?B?w7w=?==?utf-8?B?w7w=?=                | üü
            =?utf-8?B?w7?= =?utf-8?Q?=BC?=                  | ü
            =?iso-8859-1?Q?Gr=FCße?=                   | Grüße
            =?utf-8?Q?Gr=C3=BC                              | Grü
            =?utf-8?Q?a=3D?= =?iso-8859-1?Q?=FC?= =?utf-8?Q?b?= | a=üb
            =?utf-8?Q?open =?utf-8?Q?b?=                    | openb
            "=?utf-8?Q?a?="                                 | "a"
            """)
    void decodesEncodedWords(String text, String decoded) {
        assertThat(EncodedWords.decode(text)).isEqualTo(decoded);
    }

    @Test
    void neverDecodesToALineBreak() {
        assertThat(EncodedWords.decode("=?utf-8?Q?a=0D=0AB:=00?=")).isEqualTo("a  B: ");
    }

    @Test
    void ordinaryHeadersOfAnySizeAreReadInOnePass() {
        String many = "X: y\n".repeat(HeaderBlock.FIELDS_MAX + 5);
        assertThat(read(many).fields()).hasSize(HeaderBlock.FIELDS_MAX);
        assertThat(read("X:" + " y\n".repeat(200_000)).fields()).hasSize(1);
        assertThat(EncodedWords.decode("=?".repeat(200_000))).hasSize(400_000);
        assertThat(List.of(EncodedWords.decode("=?utf-8?Q?a?= ".repeat(20_000)).split("b")))
                .hasSize(1);
    }

    private static HeaderBlock read(String text) {
        return HeaderBlock.read(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
