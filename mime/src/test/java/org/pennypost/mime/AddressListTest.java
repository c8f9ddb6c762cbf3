package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5322 §3.4 and §4.4, with the examples of its appendix A. */
class AddressListTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            john.q.public@example.com                         | john.q.public@example.com
            John Doe <jdoe@machine.example>                   | John Doe <jdoe@machine.example>
            "Joe Q. Public" <john.q.public@example.com>       | "Joe Q. Public" <john.q.public@example.com>
            Joe Q. Public <john.q.public@example.com>         | "Joe Q. Public" <john.q.public@example.com>
            Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test> | Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>
            <boss@nil.test>, "Giant; \\"Big\\" Box" <sysservices@example.net> | boss@nil.test, "Giant; \\"Big\\" Box" <sysservices@example.net>
            A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>; | A Group: Ed Jones <c@a.test>, joe@where.test, John <jdoe@one.test>;
            Undisclosed recipients:;                          | Undisclosed recipients:;
            (Empty list)(start)Hidden recipients  :(nobody(that I know))  ; | Hidden recipients:;
            Pete(A nice \\) chap) <pete(his account)@silly.test(his host)> | Pete <pete@silly.test>
            Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example | Mary Smith <mary@example.net>, jdoe@test.example
            mary@example.net (Mary Smith)                     | Mary Smith <mary@example.net>
            "very odd"@example.org                            | "very odd"@example.org
            "a@b"@[192.0.2.1]                                 | "a@b"@[192.0.2.1]
            "plain"@example.org                               | plain@example.org
            =?utf-8?Q?J=C3=BCrgen?= <j@example.org>           | Jürgen <j@example.org>
            Jürgen Müller <jürgen@bücher.example>             | Jürgen Müller <jürgen@bücher.example>
            "<x>" <a@b.example>                               | "<x>" <a@b.example>
            """)
    void readsAndPrints(String text, String printed) throws BadField {
        AddressList list = AddressList.parse(text);
        assertThat(list).hasToString(printed);
        assertThat(AddressList.parse(list.toString())).isEqualTo(list);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice@",
                "@example.org",
                "alice@@example.org",
                "alice bob@example.org",
                "a@b..c",
                ".a@b.c",
                "a.@b.c",
                "a..b@c.example",
                "<a@b.example",
                "a@b.example>",
                "\"a@b.example",
                "(a@b.example",
                "Group: a@b.example",
                ":;",
                "a@[1.2.3.4",
                "a@b.example c@d.example",
                "Name <>",
                "a\"b\"@c.example,d",
                "a@b.example\r\nBcc: c@d.example",
                "=?utf-8?Q?x?=@b@c",
                "a@b.c;",
                "a@bü\u0000.c"
            })
    void refusesWithAReason(String text) {
        assertThatThrownBy(() -> AddressList.parse(text))
                .isInstanceOf(BadField.class)
                .message()
                .isNotBlank()
                .doesNotContain("\r", "\n");
    }

    @Test
    void anEncodedLineBreakInANameCannotStartAField() throws BadField {
        AddressList list = AddressList.parse("=?utf-8?B?QQ0KQmNjOiB4QHkueg==?= <a@b.example>");
        assertThat(list.mailboxes().getFirst().displayName()).isEqualTo("A  Bcc: x@y.z");
    }

    @Test
    void commentsOfAnyDepthEndInAnAnswer() {
        assertThatThrownBy(() -> AddressList.parse("(".repeat(500_000) + "a@b.example"))
                .isInstanceOf(BadField.class);
    }

    @Test
    void groupsGiveTheirMailboxes() throws BadField {
        assertThat(AddressList.parse("a@b.example, G: c@d.example, e@f.example;, g@h.example")
                        .mailboxes())
                .extracting(Address.Mailbox::addrSpec)
                .containsExactly("a@b.example", "c@d.example", "e@f.example", "g@h.example");
    }

    @Test
    void domainsHaveAnAsciiForm() throws BadField {
        assertThat(AddressList.parseMailbox("x@bücher.example").asciiDomain()).isEqualTo("xn--bcher-kva.example");
    }
}
