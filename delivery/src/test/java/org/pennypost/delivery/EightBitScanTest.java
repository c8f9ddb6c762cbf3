package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.pennypost.testkit.Gen;

class EightBitScanTest {
    /** Beside Java's own decoder, on octets that are mostly the beginnings and edges of characters. */
    @Test
    void agreesWithTheDecoderOfJava() {
        Gen gen = Gen.seeded("eight bit scan");
        String edges = "\u0000\u007f\u0080\u00bf\u00c1\u00c2\u00e0\u009f\u00a0\u00ed\u00f0\u008f\u0090\u00f4\u00f5";
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[gen.number(0, 6)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = (byte) edges.charAt(gen.number(0, edges.length() - 1));
            }
            EightBitScan scan = new EightBitScan();
            int cut = gen.number(0, bytes.length);
            scan.accept(bytes, 0, cut);
            scan.accept(bytes, cut, bytes.length - cut);
            assertThat(scan.utf8()).as("%s", HexFormat.of().formatHex(bytes)).isEqualTo(decodes(bytes));
            assertThat(scan.found())
                    .isEqualTo(!new String(bytes, StandardCharsets.ISO_8859_1)
                            .chars()
                            .allMatch(c -> c < 0x80));
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
