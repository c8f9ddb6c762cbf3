package org.pennypost.mime.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.testkit.Gen;

class PartialMessageTest {
    private static final String FIRST = """
        X-Weird-Header-1: Foo
        From: Bill@host.com
        To: joe@otherhost.com
        Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
        Subject: Audio mail (part 1 of 2)
        Message-ID: <id1@host.com>
        MIME-Version: 1.0
        Content-type: message/partial; id="ABC@host.com";
                      number=1; total=2

        X-Weird-Header-1: Bar
        X-Weird-Header-2: Hello
        Message-ID: <anotherid@foo.com>
        Subject: Audio mail
        MIME-Version: 1.0
        Content-type: audio/basic
        Content-transfer-encoding: base64

        UGVubnlw
        """;
    private static final String SECOND = """
        From: Bill@host.com
        Subject: Audio mail (part 2 of 2)
        MIME-Version: 1.0
        Message-ID: <id2@host.com>
        Content-type: message/partial;
                      id="ABC@host.com"; number=2; total=2

        b3N0
        """;
    /** The same example as in RFC 2046 §5.2.2.2, with a body that can be decoded. */
    private static final String WHOLE = """
        X-Weird-Header-1: Foo
        From: Bill@host.com
        To: joe@otherhost.com
        Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
        Message-ID: <anotherid@foo.com>
        Subject: Audio mail
        MIME-Version: 1.0
        Content-type: audio/basic
        Content-transfer-encoding: base64

        UGVubnlw
        b3N0
        """;

    @Test
    void theHeadersAreMergedAndTheBodiesFollowEachOther() throws Exception {
        List<PartialPiece> pieces = List.of(piece(SECOND), piece(FIRST));
        assertThat(joined(pieces)).isEqualTo(WHOLE.replace("\n", "\r\n"));
        assertThat(ParsedMessage.parse(joined(pieces).getBytes(StandardCharsets.ISO_8859_1))
                        .root()
                        .text(100))
                .isEqualTo("Pennypost");
    }

    @Test
    void aLineEndThatTheWayLostIsWrittenAgain() throws Exception {
        assertThat(joined(List.of(piece(FIRST.stripTrailing()), piece(SECOND)))).isEqualTo(WHOLE.replace("\n", "\r\n"));
    }

    @Test
    void ofCopiesOneIsTaken() throws Exception {
        assertThat(joined(List.of(piece(FIRST), piece(SECOND), piece(SECOND), piece(FIRST))))
                .isEqualTo(WHOLE.replace("\n", "\r\n"));
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(PartialMessage.join(List.of(piece(SECOND))))
                .isEqualTo(new PartialMessage.Incomplete(List.of(1), OptionalInt.of(2)));
        assertThat(PartialMessage.join(List.of(piece(numbered(4, "")), piece(numbered(2, "")))))
                .isEqualTo(new PartialMessage.Incomplete(List.of(1, 3, 5), OptionalInt.empty()));
        assertThat(PartialMessage.join(List.of(piece(numbered(1, "")), piece(numbered(3, "; total=3")))))
                .isEqualTo(new PartialMessage.Incomplete(List.of(2), OptionalInt.of(3)));
    }

    @Test
    void piecesThatContradictEachOtherAreNotJoined() {
        assertThat(PartialMessage.join(List.of(piece(numbered(1, "; total=2")), piece(numbered(2, "; total=3")))))
                .isEqualTo(new PartialMessage.Contradiction(
                        "piece 2 is here, and the number of all is said to be [2, 3]"));
        assertThat(PartialMessage.join(List.of(piece(numbered(1, "; total=1")), piece(numbered(2, "")))))
                .isInstanceOf(PartialMessage.Contradiction.class);
        assertThatIllegalArgumentException().isThrownBy(() -> PartialMessage.join(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartialMessage.join(
                        List.of(piece(FIRST), piece(SECOND.replace("ABC@host.com", "other@host.com")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; id=x; number=1; total=1",
                "message/partial",
                "message/partial; id=x",
                "message/partial; id=\"\"; number=1",
                "message/partial; id=x; number=0",
                "message/partial; id=x; number=-1",
                "message/partial; id=x; number=10001",
                "message/partial; id=x; number=99999999999999999999",
                "message/partial; id=x; number=3; total=2",
                "message/partial; id=x; number=1; total=1\nContent-Transfer-Encoding: base64"
            })
    void otherMessagesAreNoPieces(String type) {
        assertThat(PartialPiece.of(parsed("Content-Type: " + type + "\n\nx\n"))).isEmpty();
    }

    @Test
    void aBodyWithoutItsEmptyLineDoesNotBecomeFields() throws Exception {
        String first = "Content-Type: message/partial; id=x; number=1; total=1\n\nSubject: a\nno field\n";
        assertThat(joined(List.of(piece(first)))).isEqualTo("Subject: a\r\n\r\nno field\r\n");
        String empty = "To: b\nContent-Type: message/partial; id=x; number=1; total=1\n\n";
        assertThat(joined(List.of(piece(empty)))).isEqualTo("To: b\r\n\r\n");
    }

    /** Any message, cut at any of its lines, in pieces that come in any order, comes out as it was, but for the order of its fields. */
    @Test
    void whatWasCutComesOutAsItWas() throws Exception {
        Gen gen = Gen.seeded("messages in pieces");
        for (int round = 0; round < 300; round++) {
            List<String> lines = new ArrayList<>();
            lines.addAll(List.of("Subject: s", "MIME-Version: 1.0", "Content-Type: text/plain", ""));
            int count = gen.number(1, 40);
            for (int i = 0; i < count; i++) {
                lines.add(gen.onceIn(4) ? "" : "x".repeat(gen.number(0, 80)) + ": -- " + i);
            }
            List<PartialPiece> pieces = new ArrayList<>();
            List<String> bodies = cut(lines, gen.number(1, 6), gen);
            for (int i = 1; i <= bodies.size(); i++) {
                boolean says = i == bodies.size() || gen.onceIn(2);
                pieces.add(piece("From: a@b\nContent-Type: message/partial; id=x; number=" + i
                        + (says ? "; total=" + bodies.size() : "") + "\n\n" + bodies.get(i - 1)));
            }
            assertThat(joined(gen.shuffled(pieces)))
                    .as("round " + round + " of seed " + gen.seed())
                    .isEqualTo("From: a@b\r\n" + String.join("\r\n", lines) + "\r\n");
        }
    }

    /** The header has to be in the first piece. */
    private static List<String> cut(List<String> lines, int count, Gen gen) {
        List<String> bodies = new ArrayList<>();
        int from = 0;
        for (int i = count; i > 0 && from < lines.size(); i--) {
            int least = from == 0 ? 5 : from + 1;
            int to = i == 1 ? lines.size() : Math.min(lines.size(), least + gen.number(0, 9));
            bodies.add(String.join("\n", lines.subList(from, to)) + "\n");
            from = to;
        }
        return bodies;
    }

    @Test
    void anyBytesMakePiecesOrNone() throws Exception {
        Gen gen = Gen.seeded("pieces of any bytes");
        for (int round = 0; round < 500; round++) {
            String body = new String(gen.bytes(0, 60), StandardCharsets.ISO_8859_1);
            Optional<PartialPiece> piece = PartialPiece.of(
                    ParsedMessage.parse(("Content-Type: message/partial; id=x; number=1; total=1\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(piece).isPresent();
            assertThat(joined(List.of(piece.orElseThrow()))).isNotEmpty();
        }
    }

    private static String numbered(int number, String total) {
        return "Content-Type: message/partial; id=x; number=" + number + total + "\n\nSubject: s\n\nbody\n";
    }

    private static PartialPiece piece(String text) {
        return PartialPiece.of(parsed(text)).orElseThrow();
    }

    private static ParsedMessage parsed(String text) {
        return ParsedMessage.parse(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String joined(List<PartialPiece> pieces) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((PartialMessage.Whole) PartialMessage.join(pieces)).writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
