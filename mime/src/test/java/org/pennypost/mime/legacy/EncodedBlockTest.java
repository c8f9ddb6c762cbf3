package org.pennypost.mime.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.testkit.Gen;

class EncodedBlockTest {
    @Test
    void blocksAreFoundBetweenTheLines() {
        String first = "begin 644 a b.txt\r\n#86)C\r\n`\r\nend\r\n";
        String second = "=ybegin line=128 size=3 name=Grüße.bin\r\n\u008B=n\u008D\r\n=yend size=3\r\n";
        String third = "begin-base64 600 c\nYWJj\n====\n";
        byte[] text =
                ("Hello\r\n" + first + "and\r\n" + second + third + "bye\r\n").getBytes(StandardCharsets.ISO_8859_1);
        List<EncodedBlock> blocks = EncodedBlock.find(text, 0, text.length);
        assertThat(blocks).extracting(EncodedBlock::name).containsExactly("a b.txt", "Grüße.bin", "c");
        assertThat(blocks.getFirst().from()).isEqualTo(7);
        assertThat(blocks.getFirst().to()).isEqualTo(7 + first.length());
        assertThat(blocks.get(1).form()).isEqualTo(EncodedBlock.Form.YENC);
        assertThat(blocks.get(1).content(text)).isEqualTo(new byte[] {0x61, 4, 0x63});
        assertThat(blocks.getFirst().content(text)).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(blocks.getLast().content(text)).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(blocks.getLast().to()).isEqualTo(text.length - 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin 644 messages, he said,\nand went to bed\n",
                "begin the day\n#86)C\nend\n",
                "begin 644 x",
                " begin 644 a\n#86)C\nend\n",
                "=ybeginning\n",
                "begin-base64 644 x\nno base64!\n",
                ""
            })
    void proseIsNoBlock(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(EncodedBlock.find(octets, 0, octets.length)).isEmpty();
    }

    @Test
    void blocksWithoutAnEndReachAsFarAsTheyLookEncoded() {
        byte[] text = "begin 644 a\n#86)C\nand this is prose\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(EncodedBlock.find(text, 0, text.length))
                .singleElement()
                .matches(block -> block.to() == 18)
                .matches(block -> block.content(text).length == 3);
    }

    @Test
    void whatOthersEncodeIsRead() throws Exception {
        Gen gen = Gen.seeded("EncodedBlockTest");
        for (int i = 0; i < 200; i++) {
            byte[] content = gen.bytes(1, 2_000);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.writeBytes("see below\r\n".getBytes(StandardCharsets.US_ASCII));
            try (OutputStream uu = MimeUtility.encode(text, "uuencode", "a.bin")) {
                uu.write(content);
            }
            text.writeBytes(yenc(content));
            byte[] octets = text.toByteArray();
            assertThat(EncodedBlock.find(octets, 0, octets.length))
                    .hasSize(2)
                    .allSatisfy(block -> assertThat(block.content(octets))
                            .as("seed %d", gen.seed())
                            .isEqualTo(content));
        }
    }

    private static byte[] yenc(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ("=ybegin line=64 size=" + content.length + " name=b.bin\r\n").getBytes(StandardCharsets.US_ASCII));
        int column = 0;
        for (byte octet : content) {
            byte shifted = (byte) (octet + 42);
            if (shifted == 0 || shifted == '\r' || shifted == '\n' || shifted == '=') {
                out.write('=');
                shifted = (byte) (shifted + 64);
            }
            out.write(shifted);
            if (++column % 64 == 0) {
                out.writeBytes(new byte[] {'\r', '\n'});
            }
        }
        out.writeBytes("\r\n=yend size=1\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
