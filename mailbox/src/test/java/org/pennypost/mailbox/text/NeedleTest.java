package org.pennypost.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.pennypost.mime.parse.HeaderField;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.testkit.Gen;

class NeedleTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "A",
            "ab",
            "B",
            "ba",
            " ",
            "\t",
            "\r\n ",
            "\r\n\t",
            "\r\nSubject: ",
            "\r\nb:",
            "\r\nb",
            "\r\n",
            "\r",
            "\n",
            "\0",
            "\u00e1",
            "\u017f",
            "=?us-ascii?q?",
            "?=",
            "=?us-ascii?q?ab?=",
            "=",
            "?",
            "=61",
            "<",
            "\"",
            "(",
            "\\",
            "\u007f",
            "\u0001",
            ":");

    private static boolean seen(String needle, String fields) {
        return new Needle(needle).isSurelyNotIn(fields.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aWordThatDoesNotStandInPlainFieldsIsSurelyNotThere() {
        assertThat(seen(
                        "carol",
                        "From: Alice <alice@example.test>\r\nTo: bob@example.test,\r\n\tdave@example.test\r\n"))
                .isTrue();
        assertThat(seen("ALICE", "From: Alice <alice@example.test>\r\n")).isFalse();
        assertThat(seen("alice@example.test>", "From: Alice <alice@example.test>"))
                .isFalse();
        assertThat(seen("ab", "Subject: a")).isTrue();
    }

    @Test
    void nothingIsSureOfWhatHasToBeDecoded() {
        assertThat(seen("b", "Subject: =?utf-8?q?a?=\r\n")).isFalse();
        assertThat(seen("b", "Subject: \u00e1\r\n")).isFalse();
        assertThat(seen("ab", "Subject: a\0b\r\n")).isFalse();
        assertThat(seen("ab", "Subject: a long line with \u001b\r\n")).isFalse();
        assertThat(seen("", "Subject: x\r\n")).isFalse();
        assertThat(seen(" ", "Subject: x\r\n")).isFalse();
    }

    @Test
    void theLongestWordDecidesAndASCIIHasNoOtherLetters() {
        assertThat(seen("a bc", "Subject: a\r\n bc")).isFalse();
        assertThat(seen("a bc", "Subject: a\r\n cb")).isTrue();
        assertThat(seen("Subject: x", "Subject:x")).isFalse();
        assertThat(seen("\u00e4", "Subject: x\r\n")).isTrue();
        assertThat(seen("e\u0301", "Subject: e\r\n")).isTrue();
        assertThat(seen("\u017fo", "Subject: SO\r\n")).isFalse();
    }

    @Test
    void aWordIsSeenWhereverItStandsInWhateverIsAroundIt() {
        Gen gen = Gen.seeded("NeedleTest.wherever");
        for (int round = 0; round < 100_000; round++) {
            String word = gen.oneOf(List.of("q", "qu", "a[b", "zebra", "@x", "longer-than-eight", "{`"));
            String around = "zebr[{@`quea -x\r\n\t=?Z".substring(0, gen.number(1, 21));
            StringBuilder text = new StringBuilder();
            for (int i = gen.number(0, 40); i > 0; i--) {
                text.append(around.charAt(gen.number(0, around.length() - 1)));
            }
            if (gen.onceIn(2)) {
                text.insert(gen.number(0, text.length()), gen.onceIn(2) ? word : word.toUpperCase(Locale.ROOT));
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.US_ASCII);
            int from = gen.number(0, octets.length);
            int to = gen.number(from, octets.length);
            String part = text.substring(from, to);
            boolean isThere = part.toLowerCase(Locale.ROOT).contains(word);
            assertThat(new Needle(word).isSurelyNotIn(octets, from, to))
                    .as("%s in %s", word, part)
                    .isEqualTo(!isThere && !part.contains("=?"));
        }
    }

    @Test
    void whatIsSurelyNotThereIsNotThere() {
        Gen gen = Gen.seeded("NeedleTest");
        int sure = 0;
        int there = 0;
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder("Subject: ");
            int pieces = gen.number(1, 6);
            int kinds = gen.number(1, PIECES.size());
            for (int i = 0; i < pieces; i++) {
                text.append(PIECES.get(gen.number(0, kinds - 1)));
            }
            byte[] octets = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
            Needle needle = new Needle(gen.oneOf(List.of("ab", "b", "aba", "\u017f", "a")));
            boolean isThere = false;
            for (HeaderField field : ParsedMessage.parse(octets).root().header().fields()) {
                isThere |= needle.isIn(field.text());
            }
            boolean isSure = needle.isSurelyNotIn(octets);
            assertThat(isSure && isThere).as("%s in %s", needle, text).isFalse();
            sure += isSure ? 1 : 0;
            there += isThere ? 1 : 0;
        }
        assertThat(sure).isGreaterThan(10_000);
        assertThat(there).isGreaterThan(10_000);
    }
}
