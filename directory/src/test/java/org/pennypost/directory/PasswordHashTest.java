package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static PasswordHash parse(String phc) {
        return PasswordHash.parse(phc).orElseThrow();
    }

    /** From the test program of the reference implementation, version 0x13. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
            })
    void agreesWithTheReferenceImplementation(String phc) {
        assertThat(parse(phc).matches(utf8("password"))).isTrue();
        assertThat(parse(phc).matches(utf8("passwore"))).isFalse();
        assertThat(parse(phc)).hasToString(phc);
    }

    @Test
    void aNewHashHasASaltOfItsOwn() {
        Random random = new Random(7);
        PasswordHash one = PasswordHash.compute(utf8("secret"), DirectoryFixture.CHEAP, random);
        PasswordHash two = PasswordHash.compute(utf8("secret"), DirectoryFixture.CHEAP, random);
        assertThat(one).isNotEqualTo(two);
        assertThat(parse(one.toString())).isEqualTo(one);
        assertThat(one.matches(utf8("secret"))).isTrue();
        assertThat(one.matches(utf8("secreT"))).isFalse();
        assertThat(one.cost()).isEqualTo(DirectoryFixture.CHEAP);
    }

    @Test
    void theHashOfNothingMatchesNothing() {
        assertThat(PasswordHash.ofNothing(DirectoryFixture.CHEAP, new Random(7)).matches(utf8("")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c2FsdA$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65"
            })
    void otherTextsAreNoHashes(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }
}
