package org.pennypost.imap.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandFramerTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "a {0}, 0, true, false",
        "a {12+}, 12, false, false",
        "a ~{12}, 12, true, true",
        "a ~{00012+}, 12, false, true",
        "{7}, 7, true, false",
        "a {9223372036854775807}, 9223372036854775807, true, false"
    })
    void literalsAreAnnounced(String line, long octets, boolean synchronizing, boolean binary) {
        assertThat(new CommandFramer(100).line(bytes(line)))
                .isInstanceOfSatisfying(
                        CommandFramer.Next.LiteralComes.class,
                        comes -> assertThat(comes.literal())
                                .isEqualTo(new Literal.Announced(octets, synchronizing, binary)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a {}", "a {+}", "a {1-}", "a {-1}", "a 1}", "a {1} ", "a {1", "", "}", "+}", "a {1++}"})
    void allElseIsText(String line) {
        assertThat(new CommandFramer(100).line(bytes(line))).isInstanceOf(CommandFramer.Next.Complete.class);
    }

    @Test
    void aNumberThatIsTooHighLosesTheThreadWhereTheClientDoesNotWait() {
        assertThat(new CommandFramer(100).line(bytes("a {9223372036854775808}")))
                .isInstanceOfSatisfying(
                        CommandFramer.Next.Refused.class,
                        refused -> assertThat(refused.lost()).isFalse());
        assertThat(new CommandFramer(100).line(bytes("a {99999999999999999999999+}")))
                .isInstanceOfSatisfying(
                        CommandFramer.Next.Refused.class,
                        refused -> assertThat(refused.lost()).isTrue());
    }

    @Test
    void aCommandOfSeveralLinesHasRoomForSoMuch() {
        CommandFramer framer = new CommandFramer(20);
        framer.line(bytes("a LOGIN {5}"));
        assertThat(framer.room()).isEqualTo(12);
        framer.literal(new Literal.Kept(bytes("alice"), false));
        assertThat(framer.line(bytes(" {6}"))).isInstanceOf(CommandFramer.Next.LiteralComes.class);
        assertThat(framer.room()).isEqualTo(6);
        framer.literal(new Literal.Kept(bytes("secret"), false));
        assertThat(framer.line(bytes(""))).isInstanceOfSatisfying(CommandFramer.Next.Complete.class, complete -> {
            ImapReader in = complete.text().reader(false);
            assertThatThrownBy(in::end).hasMessage("expected the end of the command at column 1, not 'a'");
        });
        assertThat(framer.isInCommand()).isFalse();
    }

    @Test
    void aDroppedCommandLeavesNothing() throws BadSyntax {
        CommandFramer framer = new CommandFramer(20);
        framer.line(bytes("a {3}"));
        framer.drop();
        assertThat(framer.line(bytes("b NOOP")))
                .isInstanceOfSatisfying(
                        CommandFramer.Next.Complete.class,
                        complete -> assertThat(complete.text().literalCount()).isZero());
    }

    @Test
    void aCommandThatIsTooLongIsRefused() {
        assertThat(new CommandFramer(5).line(bytes("123456"))).isInstanceOf(CommandFramer.Next.Refused.class);
    }
}
