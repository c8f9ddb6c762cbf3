package org.pennypost.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.Gen;

/** RFC 5890 to 5893: labels, mappings, contexts, directions. */
final class IdnaTest {
    @ParameterizedTest
    @CsvSource({
        "b\u00fccher.example, xn--bcher-kva.example",
        "B\u00dcCHER.Example., xn--bcher-kva.example.",
        // NFC and NFD are one name; full width letters and dots are what keyboards write
        "bu\u0308cher.example, xn--bcher-kva.example",
        "\uff42\u00fc\uff43\uff48\uff45\uff52\u3002\uff45xample, xn--bcher-kva.example",
        // 2008 and not 2003 (RFC 5894 §7.2): sharp s and final sigma are letters
        "fa\u00df.de, xn--fa-hia.de",
        "fa\u1e9e.de, xn--fa-hia.de",
        "FA\u00df.de, xn--fa-hia.de",
        "\u03b2\u03cc\u03bb\u03bf\u03c2.com, xn--nxasmm1c.com",
        "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2.gr, xn--kxa6ajbbmh.gr",
        // Persian, with a zero width non-joiner (RFC 5892 A.1)
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com, xn--mgba3gch31f060k.com",
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3.com, xn--10cl1a0b660p.com",
        "l\u00b7l.cat, xn--ll-0ea.cat",
        "\u65e5\u672c\u8a9e.jp, xn--wgv71a119e.jp",
        "\u05d0\u05d1.example, xn--4dbc.example",
        "a.\u05d0\u05d11.example, a.xn--1-zhcd.example",
        "so\u00adft-\u00fc.example, xn--soft--ova.example",
        "example.org, example.org",
        "EXAMPLE.org, example.org",
        "xn--i-7iq.ws, xn--i-7iq.ws"
    })
    void becomesALabels(String written, String ascii) {
        assertThat(Idna.toAscii(written)).contains(ascii);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2665.example", // symbols
                "\ud83d\ude00.example",
                "a\u0378.example", // unassigned
                "\u0300a.example", // begins with a mark
                "ab--\u00fc.example", // hyphens in third and fourth place
                "-\u00fc.example",
                "\u00fc-.example",
                "\u00fc_a.example", // not LDH
                "\u00fc a.example",
                "a\u200cb\u00fc.example", // joiners out of context
                "a\u200db\u00fc.example",
                "\u0627\u200c\u0628.example", // alef joins to nothing on its left
                "\u00b7a.example", // contexts
                "l\u00b7a.example",
                "\u0375a.example",
                "a\u05f3b.example",
                "a\u30fbb.example",
                "\u06281\u0660\u06f0.example", // Arabic digits of two kinds
                "\u06281\u0661.example", // and European ones
                "\u05d0a.example", // directions
                "1\u05d0.example",
                "\u05d0-\u00e4.example",
                "1a.\u05d0.example", // a label that begins with a digit beside one from right to left
                "\u1100\u1161.\u1100",
                "\u302e.example"
            })
    void isNoLabel(String written) {
        assertThat(Idna.toAscii(written)).isEmpty();
    }

    @Test
    void labelsHave63Octets() {
        assertThat(Idna.toAscii("\u00fc".repeat(3) + "a".repeat(52) + ".example"))
                .isPresent();
        assertThat(Idna.toAscii("\u00fc".repeat(3) + "a".repeat(60) + ".example"))
                .isEmpty();
        assertThat(Idna.toAscii("\u00fc".repeat(100_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "xn--bcher-kva.example, b\u00fccher.example",
        "XN--FA-HIA.de, fa\u00df.de",
        "example.org, example.org",
        // what is no label of IDNA2008, or has another spelling, is shown as it is
        "xn--i-7iq.ws, xn--i-7iq.ws",
        "xn--a.example, xn--a.example",
        "xn--99999999.example, xn--99999999.example",
        "xn--a-ecp.ru, xn--a-ecp.ru"
    })
    void isShown(String ascii, String unicode) {
        assertThat(Idna.toUnicode(ascii)).isEqualTo(unicode);
    }

    /** Whatever comes, a name in ASCII comes out that means itself, or none. */
    @Test
    void anything() {
        Gen gen = Gen.seeded("IdnaTest");
        for (int i = 0; i < 5_000; i++) {
            String written = gen.text(0, 20) + "." + gen.text(0, 20);
            Idna.toAscii(written).ifPresent(ascii -> {
                assertThat(ascii).matches("\\p{ASCII}*");
                assertThat(Idna.toAscii(ascii)).contains(ascii);
                assertThat(Idna.toAscii(Idna.toUnicode(ascii))).contains(ascii);
            });
        }
    }
}
