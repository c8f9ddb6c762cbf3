package org.pennypost.mailbox.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MessageIdsTest {
    @Test
    void quotingMakesNoDifference() {
        assertThat(MessageIds.in("<\"01KF8JCEOCBS0045PS\"@xxx.yyy.com> <01KF8JCEOCBS0045PS@xxx.yyy.com>"))
                .containsExactly("01KF8JCEOCBS0045PS@xxx.yyy.com", "01KF8JCEOCBS0045PS@xxx.yyy.com");
        assertThat(MessageIds.in("<\"a\\\"b\"@c>")).containsExactly("a\"b@c");
    }

    @Test
    void whateverStandsBetweenIsSkipped() {
        assertThat(MessageIds.in("Your message of \"Mon, 1 Jan\" <a@b> (by x), <c@d>\r\n\t<e@f> <no end"))
                .containsExactly("a@b", "c@d", "e@f");
        assertThat(MessageIds.in("<not an id> <> < < a @ b > <lonely>")).containsExactly("a@b", "lonely");
        assertThat(MessageIds.in("<long\r\n er@b>")).containsExactly("longer@b");
        assertThat(MessageIds.in("")).isEmpty();
    }

    @Test
    void referencesWinOverInReplyTo() {
        assertThat(MessageIds.references("<a@b> <c@d>", "<e@f>")).isEqualTo(List.of("a@b", "c@d"));
        assertThat(MessageIds.references("nothing", "x <e@f> <g@h>")).isEqualTo(List.of("e@f"));
        assertThat(MessageIds.references("", "")).isEmpty();
    }

    @Test
    void ofTooManyTheFirstAndTheLastCount() {
        String field =
                IntStream.rangeClosed(1, 2_000).mapToObj(i -> "<" + i + "@x>").collect(Collectors.joining(" "));
        List<String> ids = MessageIds.in(field);
        assertThat(ids)
                .hasSize(MessageIds.COUNT_MAX)
                .startsWith("1@x", "1502@x")
                .endsWith("2000@x");
    }

    @Test
    void aFloodTakesLinearTime() {
        assertThat(MessageIds.in("<".repeat(2_000_000))).isEmpty();
        assertThat(MessageIds.in("<a@b ".repeat(300_000) + ">")).containsExactly("a@b");
        assertThat(MessageIds.in("<a" + " ".repeat(900) + "b>")).isEmpty();
    }
}
