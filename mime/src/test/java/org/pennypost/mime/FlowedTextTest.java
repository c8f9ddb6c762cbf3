package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mime.FlowedText.Paragraph;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;
import org.pennypost.testkit.Gen;

/** RFC 3676. */
class FlowedTextTest {
    private static final List<String> PIECES = List.of(
            " ",
            " ",
            "a",
            "word",
            "--",
            "-- ",
            ">",
            "From ",
            "日本語",
            "ー、",
            "x".repeat(90),
            "é",
            "𝄞",
            ".",
            "a fairly long piece of a line, with spaces ");

    @Test
    void flowedLinesArePutTogetherUpToAFixedOne() {
        assertThat(FlowedText.read("One \r\ntwo \r\nthree\r\n\r\nfour", false))
                .containsExactly(new Paragraph(0, "One two three"), new Paragraph(0, ""), new Paragraph(0, "four"));
        assertThat(FlowedText.read("日本 \r\n語 \r\n\r\n", true)).containsExactly(new Paragraph(0, "日本語"));
        assertThat(FlowedText.read("two  \r\nspaces", true)).containsExactly(new Paragraph(0, "two spaces"));
    }

    /** RFC 3676 §4.1, §4.5: the paragraph ends with its quoting. */
    @Test
    void quotesAreCountedBeforeAllElse() {
        assertThat(FlowedText.read(">> a \n>> b\n> c \nd\n > e\n> > f\n", false))
                .containsExactly(
                        new Paragraph(2, "a b"),
                        new Paragraph(1, "c "),
                        new Paragraph(0, "d"),
                        new Paragraph(0, "> e"),
                        new Paragraph(1, "> f"));
    }

    /** RFC 3676 §4.3, §4.4. */
    @Test
    void aSignatureIsNeitherFixedNorFlowed() {
        assertThat(FlowedText.read("text \n-- \nA. Uthor\n> -- \n", false))
                .containsExactly(
                        new Paragraph(0, "text "),
                        new Paragraph(0, "-- "),
                        new Paragraph(0, "A. Uthor"),
                        new Paragraph(1, "-- "));
        assertThat(FlowedText.write(List.of(new Paragraph(0, "-- "), new Paragraph(2, "-- ")), true))
                .isEqualTo("-- \r\n>> -- \r\n");
    }

    @Test
    void whatCouldBeMistakenIsProtected() {
        assertThat(FlowedText.write(
                        List.of(
                                new Paragraph(0, "From here"),
                                new Paragraph(0, "> no quote"),
                                new Paragraph(0, " indented"),
                                new Paragraph(1, " quoted"),
                                new Paragraph(0, "spaces  ")),
                        false))
                .isEqualTo(" From here\r\n > no quote\r\n  indented\r\n>  quoted\r\nspaces\r\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsWrittenIsReadAgain(boolean delSp) {
        Gen gen = Gen.seeded("FlowedTextTest");
        for (int i = 0; i < 3_000; i++) {
            List<Paragraph> paragraphs = gen.list(0, 6, () -> paragraph(gen));
            String written = FlowedText.write(paragraphs, delSp);

            assertThat(FlowedText.read(written, delSp)).isEqualTo(paragraphs);
            assertThat(written.lines().filter(line -> line.codePointCount(0, line.length()) > 78))
                    .allMatch(line -> line.strip().split(" ").length <= 4);
        }
    }

    /** Without spaces at its end, unless it begins a signature. */
    private static Paragraph paragraph(Gen gen) {
        String text = String.join("", gen.list(0, 30, () -> gen.oneOf(PIECES)));
        return new Paragraph(gen.onceIn(3) ? gen.number(1, 90) : 0, text.equals("-- ") ? text : text.stripTrailing());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            text/plain; format=flowed,               true,  false
            'TEXT/PLAIN; Format=Flowed; DelSp=Yes',  true,  true
            'text/plain; format=fixed; delsp=yes',   false, true
            text/html; format=flowed,                false, false
            text/plain,                              false, false
            """)
    void parametersSayWhetherItIsFlowed(String type, boolean flowed, boolean delSp) {
        ContentType read = ContentType.read(type).orElseThrow();

        assertThat(FlowedText.isFlowed(read)).isEqualTo(flowed);
        assertThat(FlowedText.isDelSp(read)).isEqualTo(delSp);
    }

    @Test
    void messagesAreWrittenWithIt() throws IOException {
        String typed = "> What do you say?\n" + "It is long. ".repeat(20).strip() + "\n\n日本語" + "の文".repeat(60)
                + "\n-- \nA.\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MessageBuilder(InstantSource.fixed(Instant.EPOCH), new Random(1))
                .flowedText(typed)
                .build()
                .writeTo(out, Target.SEVEN_BIT);
        Part root = ParsedMessage.parse(out.toByteArray()).root();

        assertThat(FlowedText.isFlowed(root.contentType())).isTrue();
        assertThat(FlowedText.isDelSp(root.contentType())).isTrue();
        assertThat(root.text(10_000).lines()).allMatch(line -> line.length() <= 78);
        assertThat(FlowedText.unwrapped(root.text(10_000), true)).isEqualTo(typed);
    }
}
