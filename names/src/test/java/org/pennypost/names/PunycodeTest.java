package org.pennypost.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.Gen;

/** RFC 3492. */
final class PunycodeTest {
    /** The samples of RFC 3492 §7.1. */
    @ParameterizedTest
    @CsvSource({
        "\u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064A\u061F, egbpdaj6bu4bxfgehfvwxn",
        "\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587, ihqwcrb4cv8a8dqg056pqjye",
        "\u4ED6\u5011\u7232\u4EC0\u9EBD\u4E0D\u8AAA\u4E2D\u6587, ihqwctvzc91f659drss3x8bo0yb",
        "Pro\u010Dprost\u011Bnemluv\u00ED\u010Desky, Proprostnemluvesky-uyb24dma41a",
        "\u306A\u305C\u307F\u3093\u306A\u65E5\u672C\u8A9E\u3092\u8A71\u3057\u3066\u304F\u308C\u306A\u3044\u306E\u304B, n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
        "Porqu\u00E9nopuedensimplementehablarenEspa\u00F1ol, PorqunopuedensimplementehablarenEspaol-fmd56a",
        "T\u1EA1isaoh\u1ECDkh\u00F4ngth\u1EC3ch\u1EC9n\u00F3iti\u1EBFngVi\u1EC7t, TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g",
        "3\u5E74B\u7D44\u91D1\u516B\u5148\u751F, 3B-ww4c5e180e575a65lsy2b"
    })
    void samples(String text, String encoded) {
        assertThat(Punycode.encode(text)).contains(encoded);
        assertThat(Punycode.decode(encoded)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00fc", "a-b-\u00fc", "-\u00fc", "\ud83d\ude00x", "\u00fc\u00fc\u00fc"})
    void comesBack(String text) {
        assertThat(Punycode.decode(Punycode.encode(text).orElseThrow())).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999", "a-!", "a-9", "\u00fc-a"})
    void whatIsNone(String encoded) {
        assertThat(Punycode.decode(encoded)).isEmpty();
    }

    @Test
    void anyTextComesBackAndAnythingIsReadOrRefused() {
        Gen gen = Gen.seeded("PunycodeTest");
        for (int i = 0; i < 5_000; i++) {
            String text = gen.text(1, 40);
            assertThat(Punycode.encode(text).flatMap(Punycode::decode)).contains(text);
            assertThat(Punycode.decode(gen.word(1, 60))).isNotNull();
        }
        assertThat(Punycode.encode("\u00fc".repeat(1_000))).isEmpty();
        assertThat(Punycode.decode("a".repeat(1_000))).isEmpty();
    }
}
