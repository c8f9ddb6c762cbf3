package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
    private static ParsedMessage corpus(String name) throws IOException {
        return ParsedMessage.parse(Files.readAllBytes(CorpusTest.FOLDER.resolve(name + ".eml")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            forwarded          | 1       | text/plain
            forwarded          | 2       | message/rfc822
            forwarded          | 2 1     | text/plain
            forwarded          | 2 2     | text/html
            forwarded          | 2 3     | none
            forwarded          | 3       | none
            forwarded          | 0       | none
            forwarded          | 1 1     | none
            plain              | 1       | text/plain
            plain              | 2       | none
            plain              | 1 1     | none
            message-in-message | 1       | message/rfc822
            message-in-message | 1 1     | message/rfc822
            message-in-message | 1 1 1   | text/plain
            digest             | 3 1     | text/plain
            """)
    void partsHaveTheNumbersOfImap(String name, String numbers, String type) throws IOException {
        int[] path = Arrays.stream(numbers.split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(corpus(name)
                        .part(path)
                        .map(part -> part.contentType().type().toString())
                        .orElse("none"))
                .isEqualTo(type);
    }

    /** As an editor counts them. */
    @Test
    void octetsStandOnLines() throws IOException {
        byte[] bytes = ("a: b\r\n\n\rx\n" + "y\n".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
        ParsedMessage message = ParsedMessage.parse(bytes);
        assertThat(message.lineNumbers(9, 0, 5, 6, 7, 6, 10)).containsExactly(3, 1, 1, 2, 3, 2, 4);
        assertThat(message.lineNumbers(bytes.length - 1, bytes.length, bytes.length + 5))
                .containsExactly(100_003, 100_004, 100_004);
        assertThat(message.lineNumbers()).isEmpty();
    }

    @Test
    void bodiesAreDecoded() throws IOException {
        ParsedMessage message = corpus("alternative");
        assertThat(message.part(1).orElseThrow().text(1000)).isEqualTo("Grüße");
        assertThat(message.part(2).orElseThrow().text(1000)).isEqualTo("<b>Grüße</b>");
        assertThat(message.part(2).orElseThrow().decoded().readAllBytes())
                .isEqualTo("<b>Grüße</b>".getBytes(StandardCharsets.UTF_8));
        assertThat(corpus("encoded-multipart").part(1).orElseThrow().text(1000)).isEqualTo("?");
    }

    @Test
    void fieldsOfAPartAreFound() {
        Part part = ParsedMessage.parse("""
                Content-ID: <p@x>
                content-description: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
                Content-Language: de, EN-gb
                Content-Location: http://example.org/a
                 /b
                Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
                Content-Type: image/png; name="=?utf-8?Q?B=C3=BCld.png?="
                X: 1
                X: 2

                """.getBytes(StandardCharsets.UTF_8)).root();

        assertThat(part.contentId()).contains("p@x");
        assertThat(part.description()).contains("Grüße");
        assertThat(part.languages()).containsExactly("de", "en-gb");
        assertThat(part.location()).contains("http://example.org/a/b");
        assertThat(part.md5()).contains("Q2hlY2sgSW50ZWdyaXR5IQ==");
        assertThat(part.fileName()).contains("Büld.png");
        assertThat(part.header().all("x")).extracting(HeaderField::value).containsExactly("1", "2");
        assertThat(part.header().first("absent")).isEmpty();
    }

    @Test
    void aHeaderThatADelimiterEndsIsFollowedByAnEmptyBody() {
        Part root = ParsedMessage.parse("""
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: message/rfc822
                --b--
                """.getBytes(StandardCharsets.UTF_8)).root();

        assertThat(root.children())
                .singleElement()
                .isInstanceOfSatisfying(
                        Part.Message.class,
                        part -> assertThat(part.message().octets()).isZero());
    }
}
