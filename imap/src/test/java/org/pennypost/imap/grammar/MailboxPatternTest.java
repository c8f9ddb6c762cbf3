package org.pennypost.imap.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.mailbox.MailboxName;

/** RFC 9051 §6.3.9. */
class MailboxPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*, a/b/c, true",
        "%, a, true",
        "%, a/b, false",
        "%/%, a/b, true",
        "a/*, a/b/c, true",
        "a/*, a, false",
        "a*, a, true",
        "inbox, INBOX, true",
        "InBox/%, INBOX/x, true",
        "inbox*, INBOX, true",
        "inboxes, inboxes, true",
        "INBOXES, inboxes, false",
        "a, A, false",
        "%b%, abc, true",
        "*c, a/b/c, true",
        "%c, a/b/c, false",
        "'', a, false"
    })
    void patterns(String pattern, String name, boolean matches) {
        assertThat(new MailboxPattern(pattern).matches(MailboxName.of(name))).isEqualTo(matches);
    }

    @Test
    @Timeout(10)
    void manyWildcardsTakeNoTime() {
        String pattern = "*a".repeat(200) + "b";
        assertThat(new MailboxPattern(pattern).matches(MailboxName.of("a".repeat(250))))
                .as("within %s", Duration.ofSeconds(10))
                .isFalse();
    }
}
