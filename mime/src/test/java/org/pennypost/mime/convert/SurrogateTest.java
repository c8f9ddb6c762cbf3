package org.pennypost.mime.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;
import org.pennypost.testkit.Gen;

/** RFC 6858, RFC 3516 §6: what programs are told of messages that they cannot take as they came. */
@SuppressWarnings("StringConcatToTextBlock") // the lines end in CRLF, as mail does
final class SurrogateTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] all(ByteSource source) throws IOException {
        return source.bytes(0, source.sizeBytes());
    }

    private static String of(byte[] message) throws IOException {
        Surrogate surrogate = Surrogate.of(ParsedMessage.parse(message));
        return new String(all(surrogate), StandardCharsets.ISO_8859_1);
    }

    private static Surrogate.Need need(String message) throws IOException {
        return Surrogate.need(ParsedMessage.parse(utf8(message)));
    }

    @Test
    void whatNeedsOne() throws IOException {
        assertThat(need("Subject: a\r\n\r\nbody in UTF-8: \u00e9\r\n")).isEqualTo(Surrogate.Need.NONE);
        assertThat(need("Subject: \u00e9\r\n\r\n")).isEqualTo(new Surrogate.Need(true, false));
        assertThat(need("Subject: a\r\n\r\n\0\r\n")).isEqualTo(new Surrogate.Need(false, true));
        assertThat(need("Subject: a\0\r\n\r\n")).isEqualTo(new Surrogate.Need(false, true));
        assertThat(need("Content-Type: multipart/mixed; boundary=b\r\n\r\n\0\r\n--b\r\n\r\n--b--\r\n"))
                .isEqualTo(new Surrogate.Need(false, true));
        assertThat(need("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Id: \u00e9\r\n\r\n--b--\r\n"))
                .isEqualTo(new Surrogate.Need(true, false));
        assertThat(need("Content-Type: message/rfc822\r\n\r\nSubject: \u00e9\r\n\r\n"))
                .isEqualTo(new Surrogate.Need(true, false));
    }

    /** Headers are looked at eight octets at a time: none may be passed over, whatever the place and the length. */
    @Test
    void anOctetAnywhereInAHeader() throws IOException {
        for (int length = 1; length <= 20; length++) {
            String plain = "X: " + "\u007f\u0001".repeat(length).substring(0, length) + "\r\n";
            assertThat(need(plain)).isEqualTo(Surrogate.Need.NONE);
            for (int at = 0; at < length; at++) {
                byte[] header = utf8(plain);
                header[3 + at] = (byte) 0x80;
                assertThat(Surrogate.need(ParsedMessage.parse(header))).isEqualTo(new Surrogate.Need(true, false));
                header[3 + at] = 0;
                assertThat(Surrogate.need(ParsedMessage.parse(header))).isEqualTo(new Surrogate.Need(false, true));
            }
        }
    }

    @Test
    void whatNeedsNoneIsTheSame() throws IOException {
        String message = "Subject: a\r\nX: b\n\r\n\u00e9\r\n.\n";
        assertThat(of(utf8(message))).isEqualTo(new String(utf8(message), StandardCharsets.ISO_8859_1));
    }

    /** RFC 6858 §2: headers of parts and of messages inside too. Bodies stay. */
    @Test
    void allHeadersAreAscii() throws IOException {
        assertThat(of(utf8("From: \u00e9 <a@example.org>\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Description: \u00e9\r\n\r\n\u00e9\r\n"
                        + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: \u00e9\r\nDKIM-Signature: \u00e9\r\n\r\nx\r\n"
                        + "--b--\r\n")))
                .isEqualTo("From: =?utf-8?B?w6k=?= <a@example.org>\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Description: =?utf-8?B?w6k=?=\r\n\r\n\u00c3\u00a9\r\n"
                        + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: =?utf-8?B?w6k=?=\r\n\r\nx\r\n"
                        + "--b--\r\n");
    }

    @Test
    void aBodyWithNulIsBase64() throws IOException {
        assertThat(of(utf8("Subject: a\r\nContent-Transfer-Encoding: binary\r\nContent-Type: image/x\r\n\r\na\0b")))
                .isEqualTo("Subject: a\r\nContent-Type: image/x\r\n"
                        + "MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\nYQBi\r\n");
        assertThat(of(utf8("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "--b\r\nContent-Transfer-Encoding: 8bit\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\r\n"
                        + "--b\r\n\r\na\0\r\n--b--\r\n")))
                .isEqualTo("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nAA==\r\n\r\n"
                        + "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nYQA=\r\n\r\n--b--\r\n");
    }

    /** What ends a header without an empty line is body: once encoded it needs one. */
    @Test
    void aBodyWithNulAndNoEmptyLineBeforeIt() throws IOException {
        String surrogate = of(utf8("Subject: a\r\nno field \0\r\n"));
        Part root = ParsedMessage.parse(surrogate.getBytes(StandardCharsets.ISO_8859_1))
                .root();
        assertThat(root.decoded().readAllBytes()).isEqualTo(utf8("no field \0\r\n"));
    }

    @Test
    void elsewhereABlankStandsForNul() throws IOException {
        assertThat(of(utf8("Subject: a\0b\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ\0==\r\n")))
                .isEqualTo("Subject: a b\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ ==\r\n");
    }

    /** Lines in a header that are no fields cannot be encoded. */
    @Test
    void linesThatAreNoFields() throws IOException {
        assertThat(of(utf8("From \u00e9 Mon Jan 1\r\nSubject: \u00e9\r\n\r\n")))
                .isEqualTo("From ?? Mon Jan 1\r\nSubject: =?utf-8?B?w6k=?=\r\n\r\n");
    }

    /** Its own limit is eight megabytes. */
    @Test
    void headersThatAreTooLongTogether() throws IOException {
        StringBuilder message = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        String subject = "X: " + "x".repeat(900_000) + "\r\nSubject: \u00e9\r\n";
        for (int i = 0; i < 12; i++) {
            message.append("--b\r\n").append(subject).append("\r\n\0\r\n");
        }
        byte[] octets = utf8(message.append("--b--\r\n").toString());
        byte[] surrogate = all(Surrogate.of(ParsedMessage.parse(octets)));
        for (byte octet : surrogate) {
            assertThat(octet).isPositive();
        }
        assertThat(new String(surrogate, StandardCharsets.US_ASCII)).contains("=?utf-8?B?w6k=?=", "Subject: ??\r\n");
        List<String> texts = bodies(ParsedMessage.parse(surrogate));
        assertThat(texts).hasSize(12).containsOnly("AA==");
    }

    private static List<String> bodies(ParsedMessage message) {
        List<String> bodies = new ArrayList<>();
        for (Part part : message.root().children()) {
            bodies.add(java.util.Base64.getEncoder().encodeToString(octets(part)));
        }
        return bodies;
    }

    private static byte[] octets(Part part) {
        try {
            return part.decoded().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of any message: no NUL, headers in ASCII, the same tree, the same decoded bodies; read at any place as in one go. */
    @Test
    void anyMessage() throws IOException {
        Gen gen = Gen.seeded("surrogates");
        for (int i = 0; i < 3_000; i++) {
            byte[] octets = utf8(entity(gen, 0));
            ParsedMessage original = ParsedMessage.parse(octets);
            Surrogate surrogate = Surrogate.of(original);
            byte[] whole = all(surrogate);
            assertThat(whole).hasSize((int) surrogate.sizeBytes());
            ParsedMessage parsed = ParsedMessage.parse(whole);
            assertThat(Surrogate.need(parsed)).isEqualTo(Surrogate.Need.NONE);
            same(original.root(), parsed.root());
            if (Surrogate.need(original).equals(Surrogate.Need.NONE)) {
                assertThat(whole).isEqualTo(octets);
            }
            int from = gen.number(0, whole.length);
            int to = gen.number(from, whole.length);
            assertThat(surrogate.bytes(from, to)).isEqualTo(Arrays.copyOfRange(whole, from, to));
        }
    }

    private static void same(Part original, Part told) {
        assertThat(told.getClass()).isEqualTo(original.getClass());
        assertThat(told.contentType().type()).isEqualTo(original.contentType().type());
        assertThat(told.children()).hasSameSizeAs(original.children());
        for (int i = 0; i < original.children().size(); i++) {
            same(original.children().get(i), told.children().get(i));
        }
        if (original instanceof Part.Leaf) {
            assertThat(octets(told)).isEqualTo(octets(original));
        }
    }

    private static String entity(Gen gen, int depth) {
        StringBuilder fields = new StringBuilder(gen.oneOf(List.of("", "Subject: \u00e9\r\n", "X: a\r\n\t\u4f60\r\n")));
        int kind = depth == 3 ? 3 : gen.number(0, 5);
        String body = switch (kind) {
            case 0, 1 -> {
                String boundary = "b" + depth;
                fields.append("Content-Type: multipart/mixed; boundary=").append(boundary);
                fields.append(gen.oneOf(List.of("\r\n", "; x=\u00e9\r\n")));
                StringBuilder parts = new StringBuilder(gen.oneOf(List.of("", "\0", "preamble")));
                for (int i = gen.number(0, 3); i > 0; i--) {
                    parts.append("\r\n--").append(boundary).append("\r\n").append(entity(gen, depth + 1));
                }
                yield parts.append("\r\n--").append(boundary).append("--\r\n").toString();
            }
            case 2 -> {
                fields.append("Content-Type: message/rfc822\r\n");
                yield entity(gen, depth + 1);
            }
            case 4 -> {
                fields.append("Content-Transfer-Encoding: base64\r\n");
                yield java.util.Base64.getMimeEncoder().encodeToString(gen.bytes(0, 200));
            }
            default -> {
                fields.append(gen.oneOf(List.of("", "Content-Transfer-Encoding: binary\r\n", "Content-Type: a/b\r\n")));
                StringBuilder text = new StringBuilder();
                for (int i = gen.number(0, 300); i > 0; i--) {
                    text.append(gen.oneOf(List.of("a", "\0", "\u00e9", "\r\n", "word", "\u4f60", "x", "y")));
                }
                yield text.toString();
            }
        };
        return fields + "\r\n" + body;
    }
}
