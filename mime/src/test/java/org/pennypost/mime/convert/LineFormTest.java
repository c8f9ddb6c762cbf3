package org.pennypost.mime.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;
import org.pennypost.testkit.Gen;

class LineFormTest {
    /** Two parts; PICTURE is what the second has. */
    private static String mixed(String picture) {
        return """
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b
            Content-Transfer-Encoding: binary
            Subject: x

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: binary

            Grüße
            --b
            Content-Type: image/png
            Content-Transfer-Encoding: binary

            PICTURE
            --b--
            """.replace("\n", "\r\n").replace("PICTURE", picture);
    }

    @Test
    void aPictureIsEncodedAndTextIsNot() throws Exception {
        String picture = "\u0089PNG\r\n\u001a\n\0\0\r.\r\n.\r\n";
        LineForm form = form(mixed(picture));
        assertThat(form.unchanged()).isFalse();
        assertThat(form.impossible()).isFalse();
        assertThat(form.breaksSignature()).isFalse();
        assertThat(written(form)).isEqualTo("""
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b
            Content-Transfer-Encoding: 8bit
            Subject: x

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Grüße
            --b
            Content-Type: image/png
            Content-Transfer-Encoding: base64

            iVBORw0KGgoAAA0uDQouDQo=

            --b--
            """.replace("\n", "\r\n"));
    }

    /** RFC 3030 §3: no conversion loses anything. */
    @Test
    void everyBodyStaysWhatItWas() throws Exception {
        Gen gen = Gen.seeded("LineFormTest");
        for (int i = 0; i < 300; i++) {
            byte[] picture = new byte[gen.number(0, 3_000)];
            for (int at = 0; at < picture.length; at++) {
                // Line ends and NULs often, and nothing that looks like the boundary.
                picture[at] =
                        (byte) (gen.number(0, 3) == 0 ? "\r\n\0.".charAt(gen.number(0, 3)) : gen.number(0x80, 0xff));
            }
            String message = mixed(new String(picture, StandardCharsets.ISO_8859_1));
            byte[] written = octets(form(message));
            ParsedMessage after = ParsedMessage.parse(written);
            assertThat(bodies(after)).isEqualTo(bodies(ParsedMessage.parse(latin(message))));
            assertThat(LineForm.of(after).unchanged()).isTrue();
        }
    }

    @Test
    void linesStayByteForByte() throws Exception {
        String message = "Subject: x\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + "é".repeat(998) + "\r\nend";
        LineForm form = form(message);
        assertThat(form.unchanged()).isTrue();
        assertThat(written(form)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\rb", "a\nb", "a\r\r\n", "\r", "\n", "LONG"})
    void whatIsNoLine(String body) throws Exception {
        String unlike = body.replace("LONG", "x".repeat(999));
        LineForm form = form("MIME-Version: 1.0\r\nContent-Type: application/x\r\n\r\n" + unlike);
        assertThat(form.unchanged()).isFalse();
        String written = written(form);
        assertThat(written).contains("Content-Transfer-Encoding: base64\r\n");
        assertThat(bodies(ParsedMessage.parse(latin(written)))).containsExactly(unlike);
    }

    /** Where it would have to be encoded, and nothing can be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: x\nTo: y\r\n\r\nbody\r\n",
                "Subject: \0\r\n\r\nbody\r\n",
                "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\nAAAA\r\n",
                "Content-Type: image/png\r\nContent-Transfer-Encoding: x-own\r\n\r\n\0\r\n",
                "Content-Type: multipart/mixed\r\nContent-Transfer-Encoding: binary\r\n\r\n--b\r\n\r\n\0\r\n--b--\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n\0\r\n--b\r\n\r\nx\r\n--b--\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n\r",
                "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: binary\r\nQUJD\0\r\n",
            })
    void whatCannotBeHelped(String message) throws Exception {
        LineForm form = form(message);
        assertThat(form.impossible()).isTrue();
        assertThat(form.unchanged()).isFalse();
        assertThatThrownBy(() -> written(form)).isInstanceOf(IllegalStateException.class);
    }

    /** RFC 1847 §2.1. */
    @Test
    void whatIsSignedIsNotEncoded() throws Exception {
        String signed = """
            Content-Type: multipart/signed; boundary=s; protocol="a/b"; micalg=c

            --s
            Content-Type: image/png
            Content-Transfer-Encoding: binary

            PICTURE
            --s
            Content-Type: a/b

            signature
            --s--
            """.replace("\n", "\r\n");
        assertThat(form(signed.replace("PICTURE", "\0")).breaksSignature()).isTrue();
        assertThat(form(signed.replace("PICTURE", "x").replace("binary", "7bit"))
                        .breaksSignature())
                .isFalse();
    }

    /** Whichever of several a reader believes. */
    @Test
    void theEncodingIsSaidOnce() throws Exception {
        String message = "MIME-Version: 1.0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n"
                + "Subject: x\r\ncontent-transfer-encoding: 8bit\r\n\r\n\0";
        assertThat(written(form(message))).isEqualTo("""
            MIME-Version: 1.0
            Content-Type: image/png
            Content-Transfer-Encoding: base64
            Subject: x

            AA==
            """.replace("\n", "\r\n"));
    }

    @Test
    void insideAMessageInTheMessage() throws Exception {
        String message = "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: binary\r\n\r\n" + mixed("\0\1");
        String written = written(form(message));
        assertThat(written)
                .startsWith("Content-Type: message/rfc822\r\n")
                .contains("Content-Transfer-Encoding: 8bit\r\n\r\nMIME-Version: 1.0\r\n")
                .contains("base64\r\n\r\nAAE=\r\n\r\n--b--")
                .doesNotContain("binary");
    }

    private static LineForm form(String message) throws IOException {
        return LineForm.of(ParsedMessage.parse(latin(message)));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(LineForm form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.writeTo(out);
        return out.toByteArray();
    }

    private static String written(LineForm form) throws IOException {
        return new String(octets(form), StandardCharsets.ISO_8859_1);
    }

    private static List<String> bodies(ParsedMessage message) throws IOException {
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        List<String> bodies = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Leaf leaf) {
                try (InputStream in = leaf.decoded()) {
                    bodies.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return bodies;
    }
}
