package org.pennypost.imap.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.testkit.Gen;

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

    @ParameterizedTest
    @CsvSource({
        "*, a/b, true",
        "%, a, false",
        "%/%, a, true",
        "%/%, a/b, false",
        "a/b/%, a, true",
        "a/b/%, a/b, true",
        "a/b/%, a/b/c, false",
        "a/b/%, a/c, false",
        "a/b/%, ab, false",
        "a/b/*, a/b/c/d, true",
        "a*z, a/b/c, true",
        "a%z, a/b, false",
        "%b/c, ab, true",
        "inbox/%, INBOX, true",
        "a, a, false"
    })
    void below(String pattern, String name, boolean reaches) {
        assertThat(new MailboxPattern(pattern).reachesBelow(MailboxName.of(name)))
                .isEqualTo(reaches);
    }

    /** No name that matches is lost by looking only where patterns reach. */
    @Test
    void whatIsReachedIsWhatMatches() {
        Gen gen = Gen.seeded("MailboxPatternTest");
        List<String> parts = List.of("a", "b", "ab", "ba", "aab", "c");
        List<String> letters = List.of("a", "b", "/", "*", "%", "c");
        for (int i = 0; i < 20_000; i++) {
            String pattern = String.join("", gen.list(1, 7, () -> gen.oneOf(letters)));
            MailboxPatterns patterns = new MailboxPatterns(List.of(new MailboxPattern(pattern)));
            MailboxName whole = new MailboxName(gen.list(1, 4, () -> gen.oneOf(parts)));
            if (!patterns.matches(whole)) {
                continue;
            }
            assertThat(whole.toString()).as("%s", pattern).startsWith(patterns.prefix());
            for (Optional<MailboxName> above = whole.parent();
                    above.isPresent();
                    above = above.get().parent()) {
                assertThat(patterns.reachesBelow(above.get()))
                        .as("%s reaches below %s for %s", pattern, above.get(), whole)
                        .isTrue();
            }
        }
    }

    @Test
    void severalBeginWithWhatIsCommonToAll() {
        assertThat(prefix("a/b/%", "a/bc*")).isEqualTo("a/b");
        assertThat(prefix("a/b/%", "z")).isEmpty();
        assertThat(prefix()).isEmpty();
        // No half of a character beyond the basic plane.
        assertThat(prefix("x\ud83d\ude00", "x\ud83d\ude01")).isEqualTo("x");
    }

    private static String prefix(String... patterns) {
        return new MailboxPatterns(Stream.of(patterns).map(MailboxPattern::new).toList()).prefix();
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
