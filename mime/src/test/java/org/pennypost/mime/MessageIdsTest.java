package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageIdsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <a@b>                                         | a@b
            <a@b> <c@d>                                   | a@b,c@d
            <a@b><c@d>,<e@f>                              | a@b,c@d,e@f
            <a@ b>                                        | a@b
            Your message of "Wed <x@y>" (not <z@z>) <a@b> | a@b
            a@b                                           | a@b
            no identifier <nothing here>                  | ``
            <lonely> <> < < a @ b >                       | lonely,a@b
            a@b, c@d                                      | a@b,c@d
            yours of May from fred@host                   | ``
            "Mon, 1 Jan" <a@b> (by x), <c@d> <no end      | a@b,c@d
            <a@b                                          | a@b
            <x <a@b>                                      | a@b
            "open <a@b>                                   | a@b
            < >                                           | ``
            nothing                                       | ``
            """)
    void readsIdentifiersOnly(String value, String ids) {
        assertThat(String.join(",", MessageIds.read(value))).isEqualTo(ids);
    }

    @Test
    void foldingInsideIsNotPartOfIt() {
        assertThat(MessageIds.read("<long\r\n er@b>\r\n\t<e@f>")).containsExactly("longer@b", "e@f");
    }

    @Test
    void quotingMakesNoDifferenceToAThread() {
        assertThat(MessageIds.thread("<\"01KF8JCEOCBS0045PS\"@xxx.yyy.com> <01KF8JCEOCBS0045PS@xxx.yyy.com>", ""))
                .containsExactly("01KF8JCEOCBS0045PS@xxx.yyy.com", "01KF8JCEOCBS0045PS@xxx.yyy.com");
        assertThat(MessageIds.comparable("\"a\\\"b\"@c")).isEqualTo("a\"b@c");
    }

    @Test
    void referencesWinOverInReplyTo() {
        assertThat(MessageIds.thread("<a@b> <c@d>", "<e@f>")).containsExactly("a@b", "c@d");
        assertThat(MessageIds.thread("nothing", "x <e@f> <g@h>")).containsExactly("e@f");
        assertThat(MessageIds.thread("", "")).isEmpty();
    }

    @Test
    void ofTooManyTheFirstAndTheLastCount() {
        String field =
                IntStream.rangeClosed(1, 2_700).mapToObj(i -> "<" + i + "@x>").collect(Collectors.joining(" "));
        assertThat(MessageIds.read(field))
                .hasSize(MessageIds.IDS_MAX)
                .startsWith("1@x", "2202@x")
                .endsWith("2700@x");
    }

    @Test
    void floodsAreReadToo() {
        assertThat(MessageIds.read("<" + "(".repeat(2_000_000))).isEmpty();
        assertThat(MessageIds.read("(" + "<a@b>".repeat(800_000))).hasSize(MessageIds.IDS_MAX);
        assertThat(MessageIds.read("<".repeat(2_000_000))).isEmpty();
        assertThat(MessageIds.read("<a@b ".repeat(300_000) + ">")).containsExactly("a@b");
        assertThat(MessageIds.read("<a" + " ".repeat(900) + "b>")).isEmpty();
        assertThat(MessageIds.first("x <a@b> <c@d>")).contains("a@b");
    }
}
