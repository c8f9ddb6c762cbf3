package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.MailboxView;
import org.pennypost.mailbox.MessageContent;

/**
 * Messages with UTF-8 in headers, for a client that takes it and for one that does not (RFC 6856 §2.1): no header beyond ASCII for the second,
 * be it that of a part or a megabyte long; nothing lost behind it; and the sizes that LIST and STAT tell are those that RETR sends (RFC 6856 §2.1).
 */
final class SurrogatesTest {
    private static final int PIECE = 2_048;
    private static final String BODY = "\r\nGr\u00fc\u00dfe\r\n".repeat(20_000);

    private static final String PARTS = """
            Subject: plain
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; name="Gr\u00fc\u00dfe.txt"

            Gr\u00fc\u00dfe
            --b
            Content-Type: message/rfc822

            Subject: K\u00f6ln
            From: a@example.org

            Gr\u00fc\u00dfe
            --b--
            """.replace("\n", "\r\n");

    private static final List<String> MESSAGES = List.of(
            "Subject: plain\r\n" + BODY,
            "Subject: \u00fc\r\n" + BODY,
            PARTS,
            "Subject: \u00fc\r\n",
            fields("\u00fc", 5_000) + BODY,
            fields("\u00fc" + "x".repeat(100), 20_000) + BODY);

    private static String fields(String value, int count) {
        StringBuilder fields = new StringBuilder();
        IntStream.range(0, count)
                .forEach(i ->
                        fields.append("X-").append(i).append(": ").append(value).append("\r\n"));
        return fields.toString();
    }

    @Test
    void whatIsToldIsWhatIsSent() throws Exception {
        try (World world = new World()) {
            for (String message : MESSAGES) {
                world.deliver(message);
            }
            for (boolean utf8 : new boolean[] {true, false}) {
                Maildrop maildrop = Maildrop.of(world.alice(), utf8).orElseThrow();
                long all = 0;
                for (int i = 0; i < maildrop.size(); i++) {
                    MailboxView.Cursor message = maildrop.at(i);
                    String told = told(maildrop, message, utf8);
                    long octets = told.getBytes(StandardCharsets.UTF_8).length;
                    assertThat(octets).isEqualTo(maildrop.octets(message));
                    if (utf8) {
                        assertThat(told).isEqualTo("Return-Path: <>\r\n" + MESSAGES.get(i));
                    } else {
                        assertThat(headersAreAscii(told)).as("message %s", i).isTrue();
                    }
                    all += octets;
                }
                assertThat(maildrop.octetsLeft()).isEqualTo(all);

                maildrop.delete(maildrop.at(1));
                assertThat(maildrop.octetsLeft()).isEqualTo(all - maildrop.octets(maildrop.at(1)));
                maildrop.reset();
                assertThat(maildrop.octetsLeft()).isEqualTo(all);
            }
        }
    }

    @Test
    void bodiesStayAsTheyAre() throws Exception {
        try (World world = new World()) {
            for (String message : MESSAGES) {
                world.deliver(message);
            }
            Maildrop maildrop = Maildrop.of(world.alice(), false).orElseThrow();
            List<String> told = new ArrayList<>();
            for (int i = 0; i < maildrop.size(); i++) {
                told.add(told(maildrop, maildrop.at(i), false));
            }
            assertThat(told.get(0)).endsWith("plain\r\n" + BODY);
            assertThat(told.get(1)).isEqualTo("Return-Path: <>\r\nSubject: =?utf-8?B?w7w=?=\r\n" + BODY);
            assertThat(told.get(2))
                    .contains(
                            "name*=utf-8''Gr%C3%BC%C3%9Fe.txt\r\n\r\nGr\u00fc\u00dfe\r\n--b\r\n",
                            "Subject: =?utf-8?B?S8O2bG4=?=\r\nFrom: a@example.org\r\n\r\nGr\u00fc\u00dfe\r\n--b--");
            assertThat(told.get(3)).isEqualTo("Return-Path: <>\r\nSubject: =?utf-8?B?w7w=?=\r\n");
            assertThat(told.get(4)).isEqualTo("Return-Path: <>\r\n" + fields("=?utf-8?B?w7w=?=", 5_000) + BODY);
            assertThat(told.get(5)).endsWith(BODY);
        }
    }

    private static boolean headersAreAscii(String told) {
        return told.replace("Gr\u00fc\u00dfe\r\n", "").chars().allMatch(c -> c < 0x80);
    }

    private static String told(Maildrop maildrop, MailboxView.Cursor message, boolean utf8) throws Exception {
        try (MessageContent content = maildrop.peek(message).orElseThrow()) {
            MessagePieces pieces = new MessagePieces(content, PIECE, !utf8);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int count = pieces.next(); count > 0; count = pieces.next()) {
                all.write(pieces.bytes(), 0, count);
            }
            return all.toString(StandardCharsets.UTF_8);
        }
    }
}
