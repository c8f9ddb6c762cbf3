package org.pennypost.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    void lettersWithoutSizeAreSeenWhereSomethingInsideGivesThemOne() {
        assertThat(
                        HtmlText.of(
                                "<div style='font-size:0px'>a<p style='font-size:13px'>b<i style='font-size:0'>c</i>d</p>e</div>"))
                .isEqualTo("bd");
    }

    @Test
    void picturesAreTheirWords() {
        assertThat(HtmlText.of("Yes<img alt=' ok ' src=x>!<img alt=a.png><img alt=count width=1><img alt='' src=y>"))
                .isEqualTo("Yes ok !");
    }

    @Test
    void styleSheetsHideToo() {
        assertThat(HtmlText.of(
                        "<style>@import url(x); .A,td.b{display:none} @media print{.c{display:none}} p .d{display:none}"
                                + "</style><p class='x a'>1</p><p class=b>2</p><p class=c>3</p><p class=d>4</p>"))
                .isEqualTo("3\n\n4");
        assertThat(HtmlText.of("<style>" + "@media{".repeat(100_000) + "</style>x"))
                .isEqualTo("x");
        assertThat(HtmlText.of("<style>" + ".a{display:none}".repeat(50_000) + "</style><p class=a>x"))
                .isEmpty();
        assertThat(HtmlText.of("<style>" + "@a;".repeat(300_000) + ".a{display:none}</style><p class=a>x<p>y"))
                .isEqualTo("y");
        assertThat(HtmlText.of("<p style='" + ";".repeat(900_000) + "display:none'>x</p>y"))
                .isEqualTo("y");
        assertThat(HtmlText.of("<style>" + "/*".repeat(300_000) + "</style>x")).isEqualTo("x");
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
    void theBeginningIsThatOfTheWholeText() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of("src/test/html"))) {
            files = listed.toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(20);
        for (Path file : files) {
            String html = Files.readString(file);
            String whole = HtmlText.of(html);
            for (int textMax : new int[] {1, 10, 100, 500, 1_000, 4_000}) {
                assertThat(whole).as("%s %d", file, textMax).startsWith(HtmlText.of(html, textMax));
                assertThat(HtmlText.of(html, textMax))
                        .hasSizeGreaterThanOrEqualTo(Math.min(textMax, whole.length()) - 2);
            }
        }
    }

    @Test
    void theBeginningIsFoundBehindMuchThatIsHidden() {
        String html =
                "<p style='display:none'>not seen</p>".repeat(5_000) + "<p>seen</p>" + "<p>later</p>".repeat(2_000);
        assertThat(HtmlText.of(html, 10)).startsWith("seen\n\nlater").hasSizeLessThan(20);
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
