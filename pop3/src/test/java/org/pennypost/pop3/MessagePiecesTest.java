package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mailbox.MessageContent;

/** A message for a client that knows no UTF-8 (RFC 6856 §2.1): its header is ASCII, however long it is, and nothing is lost behind it. */
final class MessagePiecesTest {
    private static final int PIECE = 2_048;
    private static final String BODY = "Gr\u00fc\u00dfe\r\n".repeat(20_000);

    private static String inAscii(String message) throws Exception {
        try (World world = new World()) {
            world.deliver(message);
            Maildrop maildrop = Maildrop.of(world.alice()).orElseThrow();
            try (MessageContent content = maildrop.peek(maildrop.at(0)).orElseThrow()) {
                MessagePieces pieces = new MessagePieces(content, PIECE);
                OptionalInt first = pieces.firstInAscii();
                if (first.isEmpty()) {
                    return "";
                }
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (int count = first.getAsInt(); count > 0; count = pieces.next()) {
                    all.write(pieces.bytes(), 0, count);
                }
                return all.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static String fields(String value, int count) {
        StringBuilder fields = new StringBuilder("Return-Path: <>\r\n");
        IntStream.range(0, count)
                .forEach(i ->
                        fields.append("X-").append(i).append(": ").append(value).append("\r\n"));
        return fields.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5_000})
    void aHeaderOfAnyLength(int count) throws Exception {
        String behind = "\r\n" + BODY;
        assertThat(inAscii(fields("plain", count).substring("Return-Path: <>\r\n".length()) + behind))
                .isEqualTo(fields("plain", count) + behind);
        assertThat(inAscii(fields("\u00fc", count).substring("Return-Path: <>\r\n".length()) + behind))
                .isEqualTo(fields("=?utf-8?B?w7w=?=", count) + behind);
    }

    /** RFC 6856 §5. */
    @Test
    void aHeaderTooLargeToBeTouched() throws Exception {
        String large = "X: " + "y".repeat(70) + "\r\n";
        int count = MessagePieces.HEADER_OCTETS_MAX / large.length() + 1;
        assertThat(inAscii("Subject: \u00fc\r\n" + large.repeat(count) + "\r\n"))
                .isEmpty();
        String plain = "Subject: u\r\n" + large.repeat(count) + "\r\n" + BODY;
        assertThat(inAscii(plain)).isEqualTo("Return-Path: <>\r\n" + plain);
    }

    @Test
    void aMessageThatIsAllHeader() throws Exception {
        assertThat(inAscii("Subject: \u00fc\r\n")).isEqualTo("Return-Path: <>\r\nSubject: =?utf-8?B?w7w=?=\r\n");
    }
}
