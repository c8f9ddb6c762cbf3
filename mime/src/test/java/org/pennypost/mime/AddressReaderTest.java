package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.testkit.Gen;

class AddressReaderTest {
    /** An address is shown as {@code name|route|local|domain}, a group as {@code name:[...]}. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            a@b.example                                       ~ ||a|b.example
            Alice <a@b.example>                               ~ Alice||a|b.example
            "Q. Public" <q@b.example>, (old) c@d.example      ~ Q. Public||q|b.example; ||c|d.example
            c@d.example (Carol (C) Doe)                       ~ Carol (C) Doe||c|d.example
            <@a.example,@b.example:c@d.example>               ~ |@a.example,@b.example|c|d.example
            Friends: a@b.example, B <b@c.example>;, d@e.example  ~ Friends:[||a|b.example; B||b|c.example]; ||d|e.example
            undisclosed-recipients:;                          ~ undisclosed-recipients:[]
            A: B: c@d.example;;                               ~ A:[||c|d.example]
            Friends: a@b.example                              ~ Friends:[||a|b.example]
            root                                              ~ ||root|
            John Doe                                          ~ John Doe|||
            John Doe john@d.example                           ~ John Doe||john|d.example
            a@b@c.example                                     ~ ||a@b|c.example
            <a@b@c.example>                                   ~ ||a@b|c.example
            "a b"@c.example                                   ~ ||a b|c.example
            a . b @ c . example                               ~ ||a.b|c.example
            a@[192.0.2.1]                                     ~ ||a|[192.0.2.1]
            a@b.example; c@d.example                          ~ ||a|b.example; ||c|d.example
            <a@b.example                                      ~ ||a|b.example
            <>                                                ~ ``
            , ,a@b.example,                                   ~ ||a|b.example
            =?utf-8?Q?Smith,_J=C3=B6?= <a@b.example>          ~ Smith, Jö||a|b.example
            =?utf-8?Q?J=C3=B6?= =?utf-8?B?cmc=?= <a@b.example>   ~ Jörg||a|b.example
            "=?utf-8?Q?J=C3=B6rg?=" <a@b.example>             ~ Jörg||a|b.example
            Jörg <jörg@bücher.example>                        ~ Jörg||jörg|bücher.example
            mailto:a@b.example                                ~ ||a|b.example
            "never closed <a@b.example>                       ~ ||never closed <a@b.example>|
            <a@b.example> Alice                               ~ ||a|b.example
            .a..b.@c.example                                  ~ ||.a..b.|c.example
            """)
    void readsWhatItFinds(String value, String shown) {
        assertThat(show(AddressReader.read(value))).isEqualTo(shown);
    }

    private static String show(List<? extends FoundAddress> addresses) {
        return String.join("; ", addresses.stream().map(AddressReaderTest::show).toList());
    }

    private static String show(FoundAddress address) {
        return switch (address) {
            case FoundAddress.Mailbox m -> m.displayName() + "|" + m.route() + "|" + m.localPart() + "|" + m.domain();
            case FoundAddress.Group group -> group.name() + ":[" + show(group.members()) + "]";
        };
    }

    @Test
    void whatTheStrictParserAcceptsIsReadAlike() throws BadField {
        Gen gen = Gen.seeded("AddressReaderTest");
        for (int i = 0; i < 3_000; i++) {
            String list = String.join(
                    ", ",
                    gen.list(1, 4, () -> gen.onceIn(2) ? gen.address() : gen.word(1, 5) + " <" + gen.address() + ">"));
            List<Address.Mailbox> strict = AddressList.parse(list).mailboxes();
            assertThat(AddressReader.mailboxes(AddressReader.read(list)).stream()
                            .map(found -> found.mailbox().orElseThrow()))
                    .isEqualTo(strict);
        }
    }

    @Test
    void floodsAreReadOnce() {
        int many = 1_000_000;
        assertThat(AddressReader.read("(".repeat(many))).isEmpty();
        assertThat(AddressReader.read("a@b" + "()".repeat(many / 2))).hasSize(1);
        assertThat(AddressReader.read("<@".repeat(many / 2))).hasSizeLessThanOrEqualTo(AddressReader.ADDRESSES_MAX);
        assertThat(AddressReader.read("a@".repeat(many / 2))).hasSize(1);
        assertThat(AddressReader.read("\"\"x".repeat(many / 3))).hasSize(1);
        assertThat(AddressReader.read("a:".repeat(many / 2))).hasSize(1);
        assertThat(AddressReader.read("a@b,".repeat(many / 4))).hasSize(AddressReader.ADDRESSES_MAX);
        assertThat(EncodedWords.decode("=?a?q?".repeat(many / 6))).hasSize(many / 6 * 6);
        assertThat(EncodedWords.decode("=?utf-8?q?x ".repeat(many / 12))).hasSizeLessThan(many);
    }
}
