package org.pennypost.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void everyLineCarriesCodeAndStatus() {
        assertThat(Reply.of(551, "5.7.1", "Forwarding is disabled", "Select another host")
                        .wire())
                .isEqualTo("551-5.7.1 Forwarding is disabled\r\n551 5.7.1 Select another host\r\n");
        assertThat(Reply.plain(220, "host ESMTP").wire()).isEqualTo("220 host ESMTP\r\n");
    }

    @Test
    void nobodyElsesLineGetsIntoIt() {
        Reply reply = Reply.of(500, "5.5.1", "x\r\n250 OK\u0000\u007f\u0085 \u00fc");
        assertThat(reply.lines()).containsExactly("x??250 OK??? \u00fc");
        assertThat(reply.wire()).isEqualTo("500 5.5.1 x??250 OK??? ?\r\n");
    }

    @Test
    void linesAreCutAt512Octets() {
        String wire = Reply.of(250, "2.0.0", "word ".repeat(300).strip(), "x".repeat(1200))
                .wire();
        assertThat(List.of(wire.split("\r\n")))
                .allMatch(line -> line.length() <= 510)
                .allMatch(line -> line.startsWith("250"));
        assertThat(wire).contains("250 2.0.0 x").doesNotContain("250 2.0.0 w");
    }

    /** RFC 5321 §4.2.1: the blank is sent where no text follows, too. */
    @Test
    void aBlankFollowsTheCodeOfALineWithoutText() {
        assertThat(Reply.plain(250, "").wire()).isEqualTo("250 \r\n");
        assertThat(new Reply(250, Optional.empty(), List.of("", "x", "")).wire())
                .isEqualTo("250-\r\n250-x\r\n250 \r\n");
    }

    @Test
    void codeAndStatusAgree() {
        assertThatThrownBy(() -> Reply.of(450, "5.1.1", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.of(354, "2.1.1", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.plain(150, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reply(250, Optional.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statusCodesAreReadExactly() {
        assertThat(EnhancedStatus.parse("5.7.123")).contains(new EnhancedStatus(5, 7, 123));
        for (String wrong :
                List.of("", "5", "5.1", "5.1.", "3.1.1", "5.1.1000", "5.1.1 ", "a.b.c", "5..1", "55.1.1", "5.-1.1")) {
            assertThat(EnhancedStatus.parse(wrong)).as(wrong).isEmpty();
        }
    }

    /** RFC 3463 §2; the zeros of others change nothing. */
    @Test
    void noZerosStandBeforeTheNumbersOfACode() {
        assertThat(new EnhancedStatus(5, 0, 10)).hasToString("5.0.10");
        assertThat(EnhancedStatus.of("5.01.001")).hasToString("5.1.1");
    }

    /** RFC 3463 §3, RFC 5248 §2, RFC 7372 §3, RFC 7505 §4. */
    @Test
    void statusesHaveMeanings() {
        assertThat(EnhancedStatus.of("5.1.1").meaning()).contains("There is no such mailbox");
        assertThat(EnhancedStatus.of("4.2.2").meaning()).contains("The mailbox is full");
        assertThat(EnhancedStatus.of("5.7.20").meaning()).contains("No DKIM signature passed");
        assertThat(EnhancedStatus.of("5.6.10").meaning())
                .isEqualTo(EnhancedStatus.of("5.6.8").meaning());
        assertThat(EnhancedStatus.of("5.1.10").meaning()).contains("The recipient's domain takes no mail");
        assertThat(EnhancedStatus.of("5.7.999").meaning()).contains("Security or policy");
        assertThat(EnhancedStatus.of("5.9.1").meaning()).isEmpty();
    }
}
