package org.pennypost.mime.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.testkit.Gen;

class CodecTest {
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "YWJj|abc|0",
                "YWJj\\r\\nZGVm\\r\\n|abcdef|0",
                "YWI=|ab|0",
                "YQ==|a|0",
                "YQ==\\r\\nYmM=|abc|0",
                "YWI|ab|1",
                "YQ|a|1",
                "YWJjZ|abc|1",
                "Y W\\tJ\\r\\nj|abc|0",
                "Y!W-J_j|abc|3",
                "YQ=|a|1",
                "YQ=Yg==|ab|1",
                "====|``|4",
                "YWJj\\0\\377|abc|2",
                "``|``|0"
            })
    void base64(String encoded, String decoded, long faults) {
        assertDecodes(TransferEncoding.BASE64, encoded, decoded, faults);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain|0",
                "=41=3D=e4=E4|A=\\344\\344|0",
                "soft=\\r\\nbreak|softbreak|0",
                "soft=\\nbreak|softbreak|0",
                "soft=\\rbreak|softbreak|0",
                "soft= \\t\\r\\nbreak|softbreak|1",
                "`space \\t\\r\\nline`|space\\r\\nline|0",
                "`kept =\\r\\nspace`|kept space|0",
                "`kept=20\\r\\n`|`kept \\r\\n`|0",
                "`kept=20 \\t\\n`|`kept \\n`|0",
                "1=2|1=2|1",
                "a==20b|`a= b`|1",
                "a=G1|a=G1|1",
                "a=|a|1",
                "a=4|a=4|1",
                "`a=  `|a|1",
                "`end \\t`|end|0",
                "raw\\374\\0\\001|raw\\374\\0\\001|0",
                "=0D=0A|\\r\\n|0",
                "``|``|0"
            })
    void quotedPrintable(String encoded, String decoded, long faults) {
        assertDecodes(TransferEncoding.QUOTED_PRINTABLE, encoded, decoded, faults);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "begin 644 a.txt\\n#86)C\\n`\\nend\\n|abc|0",
                "text\\r\\nbegin 0755 a b.txt\\r\\n#86)C\\r\\n \\r\\nend\\r\\nmore|abc|0",
                "begin 644 a\\n#86)C|abc|1",
                "begin 644 a\\n#86)CX\\nend|abc|0",
                "begin 644 zeroes\\n#\\nend\\n|\\0\\0\\0|0",
                "begin 644 a\\nno line of it\\n#86)C\\nend\\n|abc|1",
                "begin-base64 644 a\\nYWJj\\n====\\n|abc|0",
                "begin the day|``|1",
                "``|``|1"
            })
    void uuencode(String encoded, String decoded, long faults) {
        assertDecodes(TransferEncoding.UUENCODE, encoded, decoded, faults);
    }

    private static byte[] octets(String escaped) {
        return escaped.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static void assertDecodes(TransferEncoding encoding, String encoded, String decoded, long faults) {
        byte[] in = octets(encoded);
        TransferDecoder decoder = encoding.decoder();
        assertThat(latin1(decoder.whole(in, 0, in.length))).isEqualTo(latin1(octets(decoded)));
        assertThat(decoder.faults()).as("faults").isEqualTo(faults);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7bit|SEVEN_BIT",
                "7-Bit|SEVEN_BIT",
                "8BIT|EIGHT_BIT",
                "\"8bit\"|EIGHT_BIT",
                "binary|BINARY",
                "Quoted-Printable|QUOTED_PRINTABLE",
                "quoted printable|QUOTED_PRINTABLE",
                "base64;|BASE64",
                "BASE-64|BASE64",
                "'8' bit|EIGHT_BIT",
                "base64 ; charset=x|BASE64",
                "(by (hand)) base64 (really|BASE64",
                "``|SEVEN_BIT",
                "x-uue|UUENCODE"
            })
    void encodingsAreKnownByTheirNames(String name, TransferEncoding encoding) {
        assertThat(TransferEncoding.named(name)).contains(encoding);
    }

    @Test
    void otherNamesAreNotGuessed() {
        assertThat(TransferEncoding.named("x-gzip64")).isEmpty();
        assertThat(TransferEncoding.named("quoted base64")).isEmpty();
        assertThat(TransferEncoding.named("base64".repeat(100_000))).isEmpty();
        assertThat(TransferEncoding.named("(".repeat(1_000_000))).contains(TransferEncoding.SEVEN_BIT);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransferEncoding.class,
            names = {"UUENCODE"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsEncodedIsDecodedToTheSame(TransferEncoding encoding) throws IOException {
        Gen gen = Gen.seeded("CodecTest");
        for (int i = 0; i < ROUNDS; i++) {
            byte[] octets = gen.onceIn(2) ? gen.bytes(0, 20_000) : gen.bytes(0, 300, "\r\n. =\tFrom");
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            encoding.encode(new ByteArrayInputStream(octets), encoded);
            TransferDecoder decoder = encoding.decoder();
            assertThat(decoder.whole(encoded.toByteArray(), 0, encoded.size())).isEqualTo(octets);
            assertThat(decoder.faults()).isZero();
        }
    }

    @Test
    void uuencodeWrittenByOthersIsRead() throws Exception {
        Gen gen = Gen.seeded("CodecTest");
        for (int i = 0; i < ROUNDS / 10; i++) {
            byte[] octets = gen.bytes(0, 2_000);
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            try (OutputStream uu = MimeUtility.encode(encoded, "x-uuencode", "a.bin")) {
                uu.write(octets);
            }
            TransferDecoder decoder = TransferEncoding.UUENCODE.decoder();
            assertThat(decoder.whole(encoded.toByteArray(), 0, encoded.size())).isEqualTo(octets);
        }
        assertThatThrownBy(() -> TransferEncoding.UUENCODE.encode(
                        InputStream.nullInputStream(), OutputStream.nullOutputStream()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    /** A decoder without state, arrays of words or vectors, to which the fast ones are held. */
    @Test
    void theFastWayGivesWhatTheSlowestGives() {
        Gen gen = Gen.seeded("CodecTest");
        for (int i = 0; i < ROUNDS; i++) {
            byte[] base64 = damaged(gen, Base64.getMimeEncoder().encode(gen.bytes(0, 12_000)), "\r\n= !A");
            assertThat(TransferEncoding.BASE64.decoder().whole(base64, 0, base64.length))
                    .as("seed %d", gen.seed())
                    .isEqualTo(SlowCodecs.base64(base64));
            byte[] quoted = gen.bytes(0, 400, "= \t\r\n4aA");
            assertThat(latin1(TransferEncoding.QUOTED_PRINTABLE.decoder().whole(quoted, 0, quoted.length)))
                    .as("seed %d: %s", gen.seed(), latin1(quoted))
                    .isEqualTo(latin1(SlowCodecs.quotedPrintable(quoted)));
        }
    }

    private static byte[] damaged(Gen gen, byte[] bytes, String junk) {
        for (int changes = gen.number(0, 3); changes > 0 && bytes.length > 0; changes--) {
            bytes[gen.number(0, bytes.length - 1)] = (byte) junk.charAt(gen.number(0, junk.length() - 1));
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(TransferEncoding.class)
    void piecesOfAnySizeGiveTheSame(TransferEncoding encoding) throws IOException {
        Gen gen = Gen.seeded("CodecTest");
        for (int i = 0; i < ROUNDS / 4; i++) {
            byte[] in = switch (encoding) {
                case BASE64 -> damaged(gen, Base64.getMimeEncoder().encode(gen.bytes(0, 12_000)), "\r\n= !A");
                case UUENCODE ->
                    ("begin 644 x\n" + gen.text(0, 60) + "\nM" + gen.text(60, 70) + "\n \nend\n")
                            .getBytes(StandardCharsets.US_ASCII);
                default -> gen.bytes(0, 400, "= \t\r\n4aA");
            };
            byte[] whole = encoding.decoder().whole(in, 0, in.length);
            assertThat(inPieces(encoding.decoder(), in, gen))
                    .as("seed %d", gen.seed())
                    .isEqualTo(whole);
            assertThat(encoding.decode(new ByteArrayInputStream(in)).readAllBytes())
                    .isEqualTo(whole);
            assertThat(throughBuffers(encoding.decoder(), in)).isEqualTo(whole);
        }
    }

    private static byte[] inPieces(TransferDecoder decoder, byte[] in, Gen gen) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int at = 0;
        while (at < in.length) {
            int count = Math.min(gen.onceIn(2) ? 1 : gen.number(1, 6_000), in.length - at);
            byte[] out = new byte[decoder.roomFor(count)];
            all.write(out, 0, decoder.decode(in, at, at + count, out, 0));
            at += count;
        }
        byte[] out = new byte[decoder.roomFor(0)];
        all.write(out, 0, decoder.end(out, 0));
        return all.toByteArray();
    }

    private static byte[] throughBuffers(TransferDecoder decoder, byte[] in) {
        ByteBuffer from = ByteBuffer.wrap(in);
        ByteBuffer to = ByteBuffer.allocate(decoder.roomFor(in.length) + decoder.roomFor(TransferDecoder.PIECE_OCTETS));
        while (from.hasRemaining()) {
            decoder.decode(from, to);
        }
        byte[] out = new byte[decoder.roomFor(0)];
        to.put(out, 0, decoder.end(out, 0));
        return Arrays.copyOf(to.array(), to.position());
    }

    @Test
    void whiteSpaceWithoutEndIsNotHeldWithoutEnd() {
        QuotedPrintableDecoder decoder = new QuotedPrintableDecoder();
        byte[] spaces = " ".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        byte[] out = new byte[decoder.roomFor(spaces.length)];
        for (int i = 0; i < 100; i++) {
            assertThat(decoder.roomFor(0)).isLessThan(2_000);
            decoder.decode(spaces, 0, spaces.length, out, 0);
        }
    }
}
