package org.pennypost.mime.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pennypost.mime.Attachment;
import org.pennypost.mime.Content;
import org.pennypost.mime.HeaderText;
import org.pennypost.mime.MediaType;
import org.pennypost.mime.MessageBuilder;
import org.pennypost.mime.Target;
import org.pennypost.mime.codec.TransferEncoding;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;
import org.pennypost.testkit.Gen;

class SevenBitTest {
    @Test
    void aBodyOfEightBitsIsEncoded() throws Exception {
        SevenBit conversion = SevenBit.of(parsed("""
            MIME-Version: 1.0
            Content-Transfer-Encoding: 8bit
            Content-Type: text/plain; charset=utf-8

            Grüße
            """));
        assertThat(conversion.unchanged()).isFalse();
        assertThat(conversion.breaksDkim()).isFalse();
        assertThat(written(conversion)).isEqualTo("""
            MIME-Version: 1.0
            Content-Transfer-Encoding: quoted-printable
            Content-Type: text/plain; charset=utf-8

            Gr=C3=BC=C3=9Fe
            """.replace("\n", "\r\n"));
    }

    @Test
    void aMessageWithoutMimeGetsIt() throws Exception {
        assertThat(written(SevenBit.of(parsed("Subject: x\n\nGrüße\n")))).isEqualTo("""
            Subject: x
            MIME-Version: 1.0
            Content-Type: text/plain; charset=unknown-8bit
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe
            """.replace("\n", "\r\n"));
    }

    @Test
    void whatNeedsNothingStaysByteForByte() throws Exception {
        String message = "Subject: x\r\nDKIM-Signature: v=1\r\n\r\nplain\nbare\r\n";
        SevenBit conversion = SevenBit.of(ParsedMessage.parse(message.getBytes(StandardCharsets.UTF_8)));
        assertThat(conversion.unchanged()).isTrue();
        assertThat(conversion.breaksDkim()).isFalse();
        assertThat(written(conversion)).isEqualTo(message);
    }

    @Test
    void brokenSignaturesAreSaid() throws Exception {
        String signed = """
            DKIM-Signature: v=1
            Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"
            Content-Transfer-Encoding: 8bit

            --b
            Content-Transfer-Encoding: 8bit

            Grüße
            --b
            Content-Type: application/pgp-signature

            x
            --b--
            """;
        SevenBit conversion = SevenBit.of(parsed(signed));
        assertThat(conversion.breaksDkim()).isTrue();
        assertThat(conversion.breaksSignature()).isTrue();
        assertThat(written(conversion))
                .contains("Content-Transfer-Encoding: 7bit", "=C3=BC")
                .doesNotContain("Encoding: 8bit");
    }

    @Test
    void headersOfEightBitsCannotBeHelped() throws Exception {
        SevenBit conversion = SevenBit.of(parsed("Subject: Grüße\n\nx\n"));
        assertThat(conversion.impossible()).isTrue();
        assertThat(conversion.unchanged()).isFalse();
        assertThatThrownBy(() -> written(conversion)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyBodyStaysWhatItWas() throws Exception {
        Gen gen = Gen.seeded("SevenBitTest");
        for (int i = 0; i < 200; i++) {
            MessageBuilder builder =
                    new MessageBuilder(InstantSource.fixed(Instant.EPOCH), new SplittableRandom(gen.longNumber()));
            builder.text("Grüße " + gen.text(0, 80));
            for (byte[] file : gen.list(0, 3, () -> gen.bytes(0, 200, "äö\r\n"))) {
                builder.attach(new Attachment(new HeaderText("a.txt"), MediaType.TEXT_PLAIN, Content.of(file), ""));
            }
            ByteArrayOutputStream eightBit = new ByteArrayOutputStream();
            builder.build().writeTo(eightBit, Target.EIGHT_BIT);
            ParsedMessage before = ParsedMessage.parse(eightBit.toByteArray());
            SevenBit conversion = SevenBit.of(before);
            assertThat(conversion.impossible()).isFalse();
            String after = written(conversion);
            assertThat(after.chars()).allMatch(c -> c < 0x80);
            assertThat(bodies(ParsedMessage.parse(after.getBytes(StandardCharsets.US_ASCII))))
                    .as("seed %d", gen.seed())
                    .usingRecursiveComparison()
                    .isEqualTo(bodies(before));
        }
    }

    private static List<byte[]> bodies(ParsedMessage message) throws IOException {
        List<Part> parts = new ArrayList<>();
        message.root().walk(parts::add);
        List<byte[]> bodies = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Leaf) {
                TransferEncoding encoding = part.encoding().orElseThrow();
                try (InputStream body = encoding.decode(part.body())) {
                    bodies.add(body.readAllBytes());
                }
            }
        }
        return bodies;
    }

    private static ParsedMessage parsed(String message) {
        return ParsedMessage.parse(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String written(SevenBit conversion) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        conversion.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
