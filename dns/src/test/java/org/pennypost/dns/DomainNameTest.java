package org.pennypost.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

class DomainNameTest {
    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "Example.ORG., example.org",
        "localhost, localhost",
        "_dmarc.example.org, _dmarc.example.org",
        "3com.example, 3com.example",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "例え。テスト, xn--r8jz45g.xn--zckzah",
        "xn--bcher-kva.example, xn--bcher-kva.example"
    })
    void namesHaveOneForm(String written, String form) {
        assertThat(DomainName.of(written)).hasToString(form).isEqualTo(DomainName.of(form));
        assertThat(DomainName.of(written).toWire().toString(true)).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                ".example.org",
                "example.org..",
                "-a.example",
                "a-.example",
                "a b.example",
                "a/b",
                "a\u0000b.example",
                "[192.0.2.1]",
                "user@example.org",
                "exa\\mple.org",
                "\ud800.example",
                "a\u200b b.example"
            })
    void otherTextsAreNoNames(String written) {
        assertThat(DomainName.parse(written)).isEmpty();
        assertThatThrownBy(() -> DomainName.of(written)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lengthsAreThoseOfRfc1035() {
        String label = "a".repeat(DomainName.LABEL_OCTETS_MAX);
        assertThat(DomainName.parse(label + ".example")).isPresent();
        assertThat(DomainName.parse(label + "a.example")).isEmpty();
        assertThat(DomainName.parse("\u00fc".repeat(80) + ".example")).isEmpty();
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThat(longest).hasSize(253);
        assertThat(DomainName.of(longest).toWire().length()).isEqualTo((short) DomainName.OCTETS_MAX);
        assertThat(DomainName.parse(longest + "a")).isEmpty();
        assertThat(DomainName.parse("a".repeat(1_000_000))).isEmpty();
    }

    @Test
    void namesFromTheDnsAreHarmlessToPrint() throws Exception {
        Name odd = Name.fromString("A\\010\\000 \\\"b/c.Example.org.");
        DomainName name = DomainName.fromWire(odd);
        assertThat(name.toString()).matches("[!-~ ]+").endsWith(".example.org");
        assertThat(name.toWire()).isEqualTo(odd);
        assertThat(name.isHostName()).isFalse();
        assertThat(DomainName.fromWire(Name.root)).isEqualTo(DomainName.ROOT);
        assertThat(DomainName.ROOT.toWire()).isEqualTo(Name.root);
    }

    @Test
    void namesLieWithinOthers() {
        DomainName name = DomainName.of("mail.example.org");
        assertThat(name.isWithin(name)).isTrue();
        assertThat(name.isWithin(DomainName.of("example.org"))).isTrue();
        assertThat(name.isWithin(DomainName.ROOT)).isTrue();
        assertThat(name.isWithin(DomainName.of("ample.org"))).isFalse();
        assertThat(DomainName.of("org").isWithin(name)).isFalse();
    }

    @Test
    void aLabelsAreReadable() {
        assertThat(DomainName.of("xn--bcher-kva.example").toUnicode()).isEqualTo("bücher.example");
    }

    @Test
    void addressesHaveReverseNames() {
        assertThat(DomainName.reverse(InetAddress.ofLiteral("192.0.2.7"))).hasToString("7.2.0.192.in-addr.arpa");
        assertThat(DomainName.reverse(InetAddress.ofLiteral("2001:db8::1")).toString())
                .startsWith("1.0.0.0.")
                .endsWith("8.b.d.0.1.0.0.2.ip6.arpa");
    }
}
