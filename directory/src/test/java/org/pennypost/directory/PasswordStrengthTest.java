package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9051 §11.7: which passwords an account may have. */
class PasswordStrengthTest {
    private static final AccountName ALICE = new AccountName("alice.smith", "mail.penguin-shop.test");

    private static byte[] chosen(String password) throws Refused {
        return Password.ofNew(password, ALICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                "password",
                "PASSWORD",
                "Password1",
                "P@ssw0rd",
                "qwertyuiop",
                "1q2w3e4r5t",
                "iloveyou",
                "\u043f\u0430\u0440\u043e\u043b\u044c",
                "Summer2026!",
                "summer-26",
                "Winter2025",
                "Welcome@123",
                "September.2026",
                "alice",
                "Alice2026!",
                "alice.smith",
                "alice.smith1",
                "alice.smith@mail.penguin-shop.test",
                "mail.penguin-shop.test",
                "penguin-shop2026",
                "pennypost",
                "Pennypost1"
            })
    void whatGuessersTryFirst(String password) {
        assertThatThrownBy(() -> chosen(password))
                .isInstanceOf(Refused.class)
                .hasMessage("The password is one of those that guessers try first. Take three or four words that do not"
                        + " belong together, or let one be made.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "k7mpx3h", "\ud83d\udc27\ud83d\udc27\ud83d\udc27\ud83d\udc27"})
    void tooShort(String password) {
        assertThatThrownBy(() -> chosen(password))
                .hasMessageStartingWith("The password is too short: it needs at least 8 characters. ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xkxkxkxkxkxk",
                "mmmmmmmmmmmmmmmm",
                "abcdefghijklmnop",
                "zyxwvutsrqp",
                "lkjhgfdsa",
                "01020304",
                "24081987",
                "alicealice",
                "smithpenguin",
                "monkeydragon",
                "M0nkeyDragon",
                "5hadowMonk3y",
                "alicesummer2026",
                "qwertyasdfgh",
                "wheelbar"
            })
    void easyToGuess(String password) {
        assertThatThrownBy(() -> chosen(password)).hasMessageStartingWith("The password is easy to guess: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse",
                "blue-house-42",
                "k7mp-x3ha",
                "Tr0ub4dor&3",
                "se\u0301same ouvre-toi",
                "gr\u00fcne Sonnenbrille",
                "monkey dragon shadow",
                "\u6b63\u78ba\u306a\u99ac\u306e\u96fb\u6c60\u91dd",
                "8305617294 66"
            })
    void goodEnough(String password) throws Exception {
        assertThat(new String(chosen(password), StandardCharsets.UTF_8)).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void whatIsMadeIsAlwaysTaken() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            String made = RandomPassword.make(random);
            assertThat(chosen(made)).asString(StandardCharsets.UTF_8).isEqualTo(made);
        }
    }

    @Test
    void aNameOfTwoLettersIsNoReasonToRefuseWhatBeginsWithIt() throws Exception {
        AccountName jo = new AccountName("jo", "example.test");
        assertThat(Password.ofNew("jo-7741-rhubarb", jo)).isNotEmpty();
        assertThatThrownBy(() -> Password.ofNew("jo", jo)).hasMessageContaining("try first");
        assertThatThrownBy(() -> Password.ofNew("jo-2026!", jo)).hasMessageContaining("easy to guess");
    }

    @Test
    void theDomainMayBeWrittenInItsOwnScript() {
        AccountName writer = new AccountName("jos\u00e9", "xn--bcher-kva.example");
        for (String password : List.of("B\u00fccher2026!", "jos\u00e9", "Jos\u00e9-1987")) {
            assertThatThrownBy(() -> Password.ofNew(password, writer))
                    .as(password)
                    .hasMessageContaining("try first");
        }
    }

    /** Looking at a password takes time in proportion to its length at most, whatever it is. */
    @Test
    void longOnesAreLookedAtInPart() throws Exception {
        assertThat(chosen("aB3$".repeat(20) + "x".repeat(900))).hasSize(980);
        assertThatThrownBy(() -> chosen("a".repeat(1_000))).hasMessageContaining("easy to guess");
        assertThatThrownBy(() -> chosen("a".repeat(1_001))).hasMessageContaining("too long");
    }

    @Test
    void theListsAreInLowerCaseSortedAndOneLineIsOneEntry() throws Exception {
        for (String list : List.of("known-passwords.txt", "sprayed-words.txt")) {
            List<String> lines;
            try (var in = KnownPasswords.class.getResourceAsStream(list)) {
                assertThat(in).isNotNull();
                lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .toList();
            }
            assertThat(lines).isSorted().doesNotHaveDuplicates().allSatisfy(line -> {
                assertThat(line).isNotBlank().isEqualTo(line.toLowerCase(java.util.Locale.ROOT));
                assertThat(new String(Password.ofNew(line), StandardCharsets.UTF_8))
                        .isEqualTo(line);
            });
        }
    }
}
