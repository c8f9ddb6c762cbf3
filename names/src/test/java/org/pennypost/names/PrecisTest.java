package org.pennypost.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8265: user names and passwords. */
final class PrecisTest {
    /** The examples of RFC 8265 §3.5, and widths (§3.3.2). */
    @ParameterizedTest
    @CsvSource({
        "juliet@example.com, juliet@example.com",
        "fussball, fussball",
        "fu\u00dfball, fu\u00dfball",
        "\u03c0, \u03c0",
        "\u03a3, \u03c3",
        "\u03c3, \u03c3",
        "\u03c2, \u03c2",
        "J\u00dcRGEN, j\u00fcrgen",
        "ju\u0308rgen, j\u00fcrgen",
        "\uff21lice, alice",
        "\u05d0\u05d1, \u05d0\u05d1"
    })
    void aUserName(String written, String name) {
        assertThat(Precis.usernameCaseMapped(written)).contains(name);
        assertThat(Precis.usernameCaseMapped(name)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo bar",
                "henry\u2163", // compatibility (§3.5)
                "\u265a", // symbols
                "a\u0007",
                "a\u0378",
                "a\u200b",
                "\ue000",
                "a\u200cb",
                "\u05d0a"
            })
    void noUserName(String written) {
        assertThat(Precis.usernameCaseMapped(written)).isEmpty();
    }

    /** The examples of RFC 8265 §4.3. */
    @ParameterizedTest
    @CsvSource({
        "correct horse battery staple, correct horse battery staple",
        "Correct Horse Battery Staple, Correct Horse Battery Staple",
        "\u03c0\u00df\u00e5, \u03c0\u00df\u00e5",
        "Jack of \u2666s, Jack of \u2666s",
        "foo\u1680bar, foo bar",
        "a\u00a0b, a b",
        "u\u0308, \u00fc",
        "\u2163, \u2163"
    })
    void aPassword(String written, String password) {
        assertThat(Precis.opaqueString(written)).contains(password);
        assertThat(Precis.opaque(written)).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "my cat is a \u0009by", "a\u0378", "a\ud800", "a\ue000", "a\u2028", "\ufdd0", "a\u200b"})
    void noPassword(String written) {
        assertThat(Precis.opaqueString(written)).isEmpty();
    }
}
