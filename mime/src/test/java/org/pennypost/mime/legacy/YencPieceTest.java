package org.pennypost.mime.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YencPieceTest {
    /** {@code abc} and {@code de} in yEnc. */
    private static final String ABC = "\u008B\u008C\u008D";

    private static final String DE = "\u008E\u008F";

    private static YencPiece piece(String text) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return EncodedBlock.find(octets, 0, octets.length)
                .getFirst()
                .piece(octets)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            size=3,  size=3,                         true
            size=3,  size=3 crc32=352441C2,          true
            size=3,  size=3 crc32=00000000352441c2,  true
            size=3,  size=3 crc32=352441c3,          false
            size=3,  size=3 crc32=x,                 false
            size=4,  size=3,                         false
            size=3,  size=2,                         false
            size=3,  '',                             false
            '',      size=3,                         true
            """)
    void sizeAndChecksumAreCompared(String begin, String end, boolean intact) {
        YencPiece piece = piece("=ybegin line=128 " + begin + " name=a size=9\n" + ABC + "\n=yend " + end + "\n");

        assertThat(piece.content()).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(piece.intact()).isEqualTo(intact);
        assertThat(piece.number()).isZero();
    }

    @Test
    void whatHasNoEndIsNotIntact() {
        assertThat(piece("=ybegin line=128 size=3 name=a\n" + ABC + "\n").intact())
                .isFalse();
    }

    @Test
    void piecesArePutTogether() {
        YencPiece first = piece("=ybegin part=1 total=2 line=128 size=5 name=a\n=ypart begin=1 end=3\n" + ABC
                + "\n=yend size=3 part=1 pcrc32=352441c2 crc32=8587d865\n");
        YencPiece second = piece("=ybegin part=2 total=2 line=128 size=5 name=a\n=ypart begin=4 end=5\n" + DE
                + "\n=yend size=2 part=2\n");
        YencPiece damaged = piece("=ybegin part=1 total=2 line=128 size=5 name=a\n=ypart begin=1 end=3\n" + DE
                + "\n=yend size=3 part=1 pcrc32=352441c2\n");

        assertThat(first.intact()).isTrue();
        assertThat(second.intact()).isTrue();
        assertThat(damaged.intact()).isFalse();
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.offset()).isEqualTo(3);
        assertThat(second.fileOctets()).isEqualTo(5);
        assertThat(YencPiece.joined(List.of(second, damaged, first)))
                .hasValueSatisfying(file -> assertThat(file).asString().isEqualTo("abcde"));
        assertThat(YencPiece.joined(List.of(second))).isEmpty();
        assertThat(YencPiece.joined(List.of(first))).isEmpty();
        assertThat(YencPiece.joined(List.of())).isEmpty();
    }
}
