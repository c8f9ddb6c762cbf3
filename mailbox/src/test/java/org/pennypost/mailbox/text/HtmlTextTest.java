package org.pennypost.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

final class HtmlTextTest {
    @Test
    void blocksStandOnLines() {
        assertThat(HtmlText.of("<p>One &amp; <b>t</b>wo</p><p>three<br>four</p><ul><li>five<li>six</ul>seven"))
                .isEqualTo("One & two\n\nthree\nfour\n\n- five\n- six\n\nseven");
        assertThat(HtmlText.of("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"))
                .isEqualTo("a b\nc");
    }

    @Test
    void whiteSpaceIsCollapsedButInPreformattedText() {
        assertThat(HtmlText.of("  a\n  b\t c ")).isEqualTo("a b c");
        assertThat(HtmlText.of("<pre>a\n  b</pre>c")).isEqualTo("a\n  b\n\nc");
        assertThat(HtmlText.of("<b>a</b> <i>b</i>")).isEqualTo("a b");
    }

    @Test
    void whatNobodySeesIsNoText() {
        assertThat(HtmlText.of("<head><title>t</title><style>p{}</style></head><script>x</script>seen<!-- c -->"))
                .isEqualTo("seen");
        assertThat(HtmlText.of("<div style='DISPLAY : none'>a</div><span style=\"font-size:0px\">b</span>"
                        + "<p hidden>c</p><p style='font-size:0.9em;max-height:0'>d</p><i style='font-size:0.9em'>e</i>"
                        + "<i style='opacity:0.5'>f</i>"))
                .isEqualTo("ef");
    }

    @Test
    void quotesAreMarkedAsInPlainMail() {
        assertThat(HtmlText.of("<div>Yes.</div><div class=gmail_quote>On Monday Bob wrote:<br>"
                        + "<blockquote><div>Are you</div><div>coming?</div></blockquote></div>"))
                .isEqualTo("Yes.\n> On Monday Bob wrote:\n>\n> Are you\n> coming?");
        assertThat(Preview.of(HtmlText.of("<p>Yes.</p><blockquote>Really?</blockquote>")))
                .isEqualTo("Yes.");
    }

    @Test
    void noMoreIsReadThanWanted() {
        assertThat(HtmlText.of("<p>word</p>".repeat(10_000), 100)).hasSizeBetween(90, 110);
    }

    @Test
    void anyInputGivesText() {
        Gen gen = Gen.seeded("HtmlTextTest");
        List<String> pieces = List.of(
                "<",
                ">",
                "</",
                "<p",
                "<div>",
                "</div>",
                "<table>",
                "<td>",
                "<pre>",
                "</pre>",
                "<!--",
                "-->",
                "<![CDATA[",
                "&",
                "&#x110000;",
                "&amp",
                "\"",
                "'",
                " style=",
                "\0",
                "\ud800",
                "text",
                "<blockquote>",
                "</blockquote>",
                "<svg>");
        for (int i = 0; i < 3_000; i++) {
            assertThat(HtmlText.of(String.join("", gen.list(0, 40, () -> gen.oneOf(pieces)))))
                    .isNotNull();
        }
    }

    @Test
    void towersOfElementsAreNoHarm() {
        assertThat(HtmlText.of("<div>".repeat(150_000) + "x")).contains("x");
        assertThat(HtmlText.of("<b><i>".repeat(100_000) + "x")).isNotNull();
        assertThat(HtmlText.of("<table><tr><td>".repeat(60_000) + "x")).isNotNull();
    }
}
